/** Everybody who waits, in order. */
import { useRef } from "preact/hooks";
import type { Queue } from "../../client/wire";
import { useFlip } from "../../parts/flip";
import { Icon } from "../../parts/icons";
import { t } from "../../texts";

export function Waiting({ queue, me }: { queue: Queue; me: string }) {
  const list = useRef<HTMLOListElement>(null);
  const first = queue.up_next.length + 1;
  useFlip(list);
  return (
    <section class="stack" aria-labelledby="waiting-heading">
      <div class="row">
        <h2 class="label grow" id="waiting-heading">
          {t.floor.queue}
        </h2>
        <span class="small muted">{t.floor.queueCount(queue.waiting.length)}</span>
      </div>
      {queue.waiting.length === 0 ? (
        <div class="empty card">
          <Icon name="note" />
          <strong>{t.floor.queueEmpty}</strong>
          <span>{t.floor.queueEmptySay}</span>
        </div>
      ) : (
        <ol class="waiting" ref={list}>
          {queue.waiting.map((id, place) => {
            const entry = queue.entries[id];
            return (
              entry && (
                <li key={id} data-key={id} class={entry.person === me ? "waiting-row own" : "waiting-row"}>
                  <span class="place tabular" aria-label={t.floor.placeLabel(first + place)}>
                    {first + place}
                  </span>
                  <span class="grow">
                    <strong class="clip">{entry.title}</strong>
                    <span class="muted small clip">{[entry.artist, entry.person === me ? t.you : entry.name].filter(Boolean).join(" · ")}</span>
                  </span>
                  {entry.held && (
                    <span class="chip warn">
                      <Icon name="pause" />
                      {t.desk.held}
                    </span>
                  )}
                </li>
              )
            );
          })}
        </ol>
      )}
    </section>
  );
}
