/** Who changed what, from what to what, when and for which side; with what is new since one was last here. */
import { useSignal } from "@preact/signals";
import { Fragment } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Ago } from "../../parts/ago";
import { askAs } from "../../parts/api";
import { Avatar } from "../../parts/avatar";
import { timeOfDay } from "../../parts/format";
import type { Session } from "../../parts/session";
import { t } from "../../texts";
import { past } from "../../texts/past";
import { type Asking, labelOf, sayLine } from "./activity";
import { divider, type Done, donePath, type Filter, NO_FILTER, PAGE } from "./done";

/** A line in words, with what stood there before where it says so. */
export function sayDone(form: Asking, line: Done): string {
  const words = past();
  const section = form.schema.sections.find((each) => each.key === line.about)?.label;
  const said = words.said[line.what]?.(section ?? labelOf(form, line.about).label, line.text);
  if (said !== undefined) return said;
  if (line.was && (line.what === "advance.edited" || line.what === "advance.text_changed"))
    return `${labelOf(form, line.about).label}: ${words.fromTo(line.was, line.text || words.nothing)}`;
  return sayLine(form, { ...line, key: String(line.seq), at: line.at_ms });
}

interface ChoiceProps {
  label: string;
  value: string;
  choices: readonly (readonly [string, string])[];
  onChoose: (value: string) => void;
}

const Choice = ({ label, value, choices, onChoose }: ChoiceProps) => (
  <select class="input" aria-label={label} title={label} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
    <option value="">{`${label}: ${past().any}`}</option>
    {choices.map(([key, word]) => (
      <option key={key} value={key}>
        {word}
      </option>
    ))}
  </select>
);

interface Props {
  session: Session;
  form: Asking;
  onGo: (field: string) => void;
}

export function ActivityList({ session, form, onGo }: Props) {
  const lines = useSignal<readonly Done[] | null>(null);
  const more = useSignal(false);
  const away = useSignal(false);
  const seen = useSignal(0);
  const filter = useSignal<Filter>(NO_FILTER);
  // lines that came for another filter are not mixed in
  const asked = useRef(0);
  const words = past();
  const room = session.room.id;
  const ask = <T,>(method: "GET" | "PUT", path: string, body?: unknown) => askAs<T>(session.token.peek(), method, path, body);
  const load = async (before: number | null) => {
    const turn = ++asked.current;
    try {
      const page = await ask<Done[]>("GET", donePath(room, filter.value, before));
      if (turn !== asked.current) return;
      lines.value = before === null ? page : [...(lines.value ?? []), ...page];
      more.value = page.length === PAGE;
      away.value = false;
    } catch {
      if (turn === asked.current) away.value = true;
    }
  };
  useEffect(() => void load(null), [filter.value]);
  useEffect(() => {
    // what was new stays marked while the list is open; next time it is not
    const look = async () => {
      const path = `/api/rooms/${room}/activity/seen`;
      seen.value = (await ask<{ seq: number }>("GET", path)).seq;
      const [newest] = await ask<Done[]>("GET", `/api/rooms/${room}/activity?limit=1`);
      if (newest && newest.seq > seen.value) await ask("PUT", path, { seq: newest.seq });
    };
    void look().catch(() => undefined);
  }, []);
  const set = (change: Partial<Filter>) => (filter.value = { ...filter.value, ...change });
  const people = new Map((lines.value ?? []).filter((line) => line.name).map((line) => [line.person, line.name]));
  const at = divider(lines.value ?? [], seen.value);
  return (
    <div class="stack">
      <div class="row wrap" role="group" aria-label={words.filter}>
        <Choice label={words.section} value={filter.value.section} choices={form.schema.sections.map((each) => [each.key, each.label] as const)} onChoose={(section) => set({ section })} />
        <Choice label={words.kind} value={filter.value.which} choices={Object.entries(words.kinds)} onChoose={(which) => set({ which })} />
        <Choice label={words.side} value={filter.value.party} choices={Object.entries(words.sides)} onChoose={(party) => set({ party })} />
        <Choice label={words.person} value={filter.value.person} choices={[...people]} onChoose={(person) => set({ person })} />
      </div>
      {away.value && <p role="alert">{words.away}</p>}
      {lines.value?.length === 0 && <p class="muted">{words.none}</p>}
      <ol class="activity">
        {lines.value?.map((line, index) => (
          <Fragment key={line.seq}>
            {index === at && (
              <li class="label" role="separator">
                {words.since}
              </li>
            )}
            <li>
              <button type="button" onClick={() => onGo(line.about.split("#")[0] ?? "")}>
                <Avatar id={line.person} name={line.name || (people.get(line.person) ?? t.nobody)} small />
                <span class="grow">
                  <span class="activity-text">{sayDone(form, line)}</span>
                  <time class="small muted" dateTime={new Date(line.at_ms).toISOString()} title={timeOfDay(line.at_ms)}>
                    <Ago at={line.at_ms} say={(when) => [line.name || people.get(line.person), words.sides[line.party], when].filter(Boolean).join(", ")} />
                  </time>
                </span>
              </button>
            </li>
          </Fragment>
        ))}
      </ol>
      {more.value && (
        <button type="button" class="button" onClick={() => void load(lines.value?.at(-1)?.seq ?? null)}>
          {words.more}
        </button>
      )}
    </div>
  );
}
