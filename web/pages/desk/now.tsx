/** What plays, the one big Next, and what passes by: requests and tips. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Queue, TipConfirmed } from "../../client/wire";
import { now, slowNow } from "../../parts/clock";
import { ago, elapsed, money } from "../../parts/format";
import { Icon } from "../../parts/icons";
import { t } from "../../texts";
import { chime } from "./chime";
import type { Desk } from "./desk";

const TICKER_MAX = 12;

function Playing({ desk, queue }: { desk: Desk; queue: Queue }) {
  const entry = desk.entry(queue.playing);
  return (
    <div class={entry ? "now-box playing" : "now-box"}>
      <h3>{entry ? t.desk.playing : t.desk.now}</h3>
      {entry ? (
        <>
          <p class="now-song">{entry.title}</p>
          <p class="muted">{[entry.artist, t.floor.by(entry.name)].filter(Boolean).join(" · ")}</p>
          {entry.note && <p class="entry-note">{entry.note}</p>}
          <p class="now-time" role="timer">
            {elapsed(now.value - queue.playing_since_ms)}
          </p>
        </>
      ) : (
        <>
          <p class="now-song">{t.desk.nothing}</p>
          <p class="muted">{t.desk.nothingSay}</p>
        </>
      )}
    </div>
  );
}

interface Passing {
  key: string;
  text: string;
  at: number;
  tip: boolean;
}

function passing(queue: Queue, tips: readonly TipConfirmed[]): Passing[] {
  const asked = Object.values(queue.entries).map((entry) => ({ key: entry.id, text: t.desk.asked(entry.name, entry.title), at: entry.at_ms, tip: false }));
  const given = tips.map((tip) => ({
    key: tip.id,
    text: [t.tips.gave(tip.name, money(tip.amount, tip.currency)), tip.text].filter(Boolean).join(": "),
    at: tip.at_ms,
    tip: true,
  }));
  return [...asked, ...given].sort((one, other) => other.at - one.at).slice(0, TICKER_MAX);
}

function Ticker({ desk, queue }: { desk: Desk; queue: Queue }) {
  const sound = useSignal(false);
  const tips = desk.session.state.value.tips;
  const rows = passing(queue, tips?.alerts ?? []);
  useEffect(
    () =>
      desk.session.room.happened.watch((fact) => {
        if (!sound.peek()) return;
        if (fact.t === "queue.submitted") chime("request");
        if (fact.t === "tips.confirmed") chime("tip");
      }),
    [desk],
  );
  const totals = Object.entries(tips?.totals ?? {});
  return (
    <div class="ticker">
      <div class="row">
        <h3 class="grow">{t.desk.ticker}</h3>
        <button type="button" class="icon-button" aria-pressed={sound.value} aria-label={t.desk.sound} title={t.desk.sound} onClick={() => (sound.value = !sound.value)}>
          <Icon name={sound.value ? "sound" : "mute"} />
        </button>
      </div>
      {totals.length > 0 && (
        <p class="total">
          <span class="muted">{t.tips.total}</span>
          <strong>{totals.map(([currency, amount]) => money(amount, currency)).join(" + ")}</strong>
        </p>
      )}
      {rows.length === 0 && <p class="muted small">{t.desk.tickerEmpty}</p>}
      <ul>
        {rows.map((row) => (
          <li key={row.key} class={row.tip ? "pass tip" : "pass"}>
            <Icon name={row.tip ? "bell" : "note"} />
            <span class="grow">{row.text}</span>
            <span class="muted small">{ago(row.at, slowNow.value)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function NowColumn({ desk }: { desk: Desk }) {
  const queue = useComputed(() => desk.queue.value).value;
  const next = desk.next;
  return (
    <section class="column now" aria-label={t.desk.now}>
      <Playing desk={desk} queue={queue} />
      <div class="now-keys">
        <button type="button" class="button main next" disabled={!next} onClick={() => desk.play()}>
          <span class="row">
            <Icon name="skip" />
            <span class="next-word">{queue.playing ? t.desk.next : t.desk.start}</span>
            <kbd>N</kbd>
          </span>
          <span class="clip next-song">{next ? next.title : t.desk.noNext}</span>
        </button>
        <button type="button" class="button" disabled={!queue.playing} onClick={() => desk.finish()}>
          {t.desk.finish}
          <kbd>F</kbd>
        </button>
      </div>
      <Ticker desk={desk} queue={queue} />
    </section>
  );
}
