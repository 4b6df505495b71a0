/** A tip fills a card over the stage for as long as its tier says, one after the other. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { TipConfirmed } from "../../client/wire";
import { announce } from "../../parts/announce";
import { money } from "../../parts/format";
import type { Session } from "../../parts/session";
import { t } from "../../texts";

/** With more waiting, each stays shorter: an alert that comes minutes late says nothing. */
const CROWDED_MS = 4_000;
const QUEUE_MAX = 20;

export function TipAlerts({ session }: { session: Session }) {
  const queue = useSignal<readonly TipConfirmed[]>([]);
  useEffect(
    () =>
      session.room.happened.watch((fact) => {
        if (fact.t === "tips.confirmed") queue.value = [...queue.peek(), fact].slice(0, QUEUE_MAX);
      }),
    [session],
  );
  const tip = queue.value[0];
  const crowded = queue.value.length > 1;
  useEffect(() => {
    if (tip === undefined) return;
    announce(t.tips.gave(tip.name, money(tip.amount, tip.currency)));
    const next = () => (queue.value = queue.peek().slice(1));
    const timer = setTimeout(next, crowded ? Math.min(CROWDED_MS, tip.pin_ms) : tip.pin_ms);
    return () => clearTimeout(timer);
  }, [tip?.id, crowded]);
  if (tip === undefined) return null;
  return (
    <div class={`tip-alert ${tip.tier}`} key={tip.id}>
      <strong>{t.tips.gave(tip.name, money(tip.amount, tip.currency))}</strong>
      {tip.text && <p>{tip.text}</p>}
    </div>
  );
}
