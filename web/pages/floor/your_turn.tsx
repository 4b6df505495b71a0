/** "You're next" fills the screen and vibrates; "get ready" is said two songs before. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Queue } from "../../client/wire";
import { announce } from "../../parts/announce";
import { Icon } from "../../parts/icons";
import type { Session } from "../../parts/session";
import { toast } from "../../parts/toast";
import { comingUp } from "../../parts/wait";
import { t } from "../../texts";

const READY_AHEAD = 2;

/** Not every phone can, and none may before the person has touched the page. */
function vibrate(pattern: number[]): void {
  if ("vibrate" in navigator && navigator.userActivation.hasBeenActive) navigator.vibrate(pattern);
}

/** Over everything, whatever else is open. */
const showOnce = (dialog: HTMLDialogElement | null): void => {
  if (dialog && !dialog.open) dialog.showModal();
};

export function YouAreNext({ session, queue }: { session: Session; queue: Queue }) {
  const seen = useSignal<readonly string[]>([]);
  const warned = useSignal<readonly string[]>([]);
  const me = useComputed(() => session.you.value?.person).value;
  const coming = comingUp(queue);
  const first = queue.up_next[0];
  const entry = first === undefined ? undefined : queue.entries[first];
  const mine = entry?.person === me && entry && !seen.value.includes(entry.id) ? entry : null;
  const ready = coming.slice(1, READY_AHEAD + 1).find((id) => queue.entries[id]?.person === me && !warned.value.includes(id));

  useEffect(() => {
    if (mine === null) return;
    vibrate([300, 120, 300, 120, 600]);
    announce(t.floor.youAreNext);
  }, [mine?.id]);

  useEffect(() => {
    if (ready === undefined) return;
    warned.value = [...warned.value, ready];
    vibrate([200]);
    toast(t.floor.getReady(coming.indexOf(ready)), { forMs: 10_000 });
  }, [ready]);

  if (mine === null) return null;
  const dismiss = () => (seen.value = [...seen.value, mine.id]);
  return (
    <dialog class="your-turn" role="alertdialog" aria-labelledby="your-turn-title" ref={showOnce} onCancel={dismiss}>
      <Icon name="mic" />
      <h2 id="your-turn-title">{t.floor.youAreNext}</h2>
      <p class="your-turn-song">{mine.title}</p>
      <p>{t.floor.youAreNextSay}</p>
      <button
        type="button"
        class="button big"
        autofocus
        onClick={dismiss}
      >
        {t.floor.coming}
      </button>
    </dialog>
  );
}
