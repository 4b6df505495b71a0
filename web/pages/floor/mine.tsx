/** This person's own requests: place, wait as a range, and a way to take one back. */
import { GUESSED } from "../../client/folds/chat";
import type { Entry, Queue } from "../../client/wire";
import { slowNow } from "../../parts/clock";
import { Icon } from "../../parts/icons";
import type { Session } from "../../parts/session";
import { toast } from "../../parts/toast";
import { turnOf } from "../../parts/wait";
import { sentence, t } from "../../texts";

const UNDO_MS = 10_000;

function takeBack(session: Session, entry: Entry): void {
  const { id, outcome } = session.room.do({ t: "queue.withdraw", entry: entry.id }, UNDO_MS);
  toast(t.floor.withdrawn(entry.title), { forMs: UNDO_MS, undo: () => session.room.recall(id) });
  void outcome.then((result) => {
    if (!result.ok && result.code !== "client.recalled") toast(sentence(result.code, result.say), { bad: true });
  });
}

/** Where it stands, in words. */
function standing(queue: Queue, entry: Entry, live: boolean): { text: string; look: string } {
  if (entry.id.startsWith(GUESSED)) return { text: live ? t.floor.sending : t.floor.waitingForNet, look: live ? "" : "warn" };
  if (entry.id === queue.playing) return { text: t.floor.playingYours, look: "good" };
  const turn = turnOf(queue, entry.id, slowNow.value);
  if (turn === null) return { text: t.floor.held, look: "warn" };
  if (queue.up_next.includes(entry.id)) return { text: turn.ahead === 0 ? t.floor.youAreNext : t.floor.upNext, look: "accent" };
  const wait = turn.high <= 1 ? t.floor.soon : t.floor.wait(turn.low, turn.high);
  return { text: `${t.floor.ahead(turn.ahead)}, ${wait}`, look: "" };
}

export function Mine({ session, queue }: { session: Session; queue: Queue }) {
  const me = session.you.value?.person;
  const order = [...(queue.playing ? [queue.playing] : []), ...queue.up_next, ...queue.waiting];
  const mine = order.flatMap((id) => {
    const entry = queue.entries[id];
    return entry?.person === me && entry ? [entry] : [];
  });
  if (mine.length === 0) return null;
  const live = session.status.value.kind === "live";
  return (
    <section class="stack mine" aria-labelledby="mine-heading">
      <h2 class="label" id="mine-heading">
        {t.floor.mine}
      </h2>
      <ul class="stack">
        {mine.map((entry) => {
          const { text, look } = standing(queue, entry, live);
          return (
            <li key={entry.id} class={`mine-row ${look}`}>
              <span class="grow">
                <strong class="clip">{entry.title}</strong>
                <span class="muted small">{text}</span>
              </span>
              {queue.waiting.includes(entry.id) && !entry.id.startsWith(GUESSED) && (
                <button type="button" class="icon-button" aria-label={t.floor.withdraw(entry.title)} onClick={() => takeBack(session, entry)}>
                  <Icon name="close" />
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
