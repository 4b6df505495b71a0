/** What plays and what is called up. */
import type { Queue } from "../../client/wire";
import { now } from "../../parts/clock";
import { elapsed } from "../../parts/format";
import { Icon } from "../../parts/icons";
import { t } from "../../texts";

export function NowPlaying({ queue }: { queue: Queue }) {
  const playing = queue.playing === null ? undefined : queue.entries[queue.playing];
  return (
    <section class={playing ? "now-card playing" : "now-card"} aria-labelledby="now-heading">
      <div class="row">
        <h2 class="label grow" id="now-heading">
          {t.floor.now}
        </h2>
        {playing && (
          <span class="row small muted tabular">
            <span class="bars" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {elapsed(now.value - queue.playing_since_ms)}
          </span>
        )}
      </div>
      {playing ? (
        <>
          <p class="now-title">{playing.title}</p>
          <p class="muted">{[playing.artist, t.floor.by(playing.name)].filter(Boolean).join(" · ")}</p>
        </>
      ) : (
        <>
          <p class="now-title">{t.floor.nothing}</p>
          <p class="muted">{t.floor.nothingSay}</p>
        </>
      )}
      {queue.up_next.length > 0 && (
        <ul class="now-next" aria-label={t.floor.next}>
          {queue.up_next.map((id) => {
            const entry = queue.entries[id];
            return (
              entry && (
                <li key={id} class="row">
                  <Icon name="lock" />
                  <span class="label">{t.floor.next}</span>
                  <span class="grow clip">
                    <strong>{entry.title}</strong> <span class="muted">{t.floor.by(entry.name)}</span>
                  </span>
                </li>
              )
            );
          })}
        </ul>
      )}
    </section>
  );
}
