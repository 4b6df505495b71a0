/** All advances of an organisation: how far each is, what is missing, and who waits for whom. */
import "./board.css";
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Ago } from "../../parts/ago";
import { currentOrg, type MyOrg } from "../../parts/boot";
import { dayText } from "../../parts/dates";
import { Bones, Frame } from "../../parts/frame";
import { useList } from "../../parts/loaded";
import { Empty, Failed } from "../../parts/panel";
import { o } from "../../texts/office";
import { b } from "../../texts/office/board";
import { Lacks, Shares } from "./shares";
import { query, type Standing } from "./standing";

const SETTLED_MS = 250;
/** While it is looked at, the board is asked for again. */
const AGAIN_MS = 30_000;

function useSettled(value: string): string {
  const settled = useSignal(value);
  useEffect(() => {
    const timer = setTimeout(() => (settled.value = value), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled.value;
}

interface ChoiceProps {
  label: string;
  value: Signal<string>;
  words: Readonly<Record<string, string>>;
  any?: boolean;
}

function Choice({ label, value, words, any = true }: ChoiceProps) {
  return (
    <label class="board-choice">
      <span class="small muted">{label}</span>
      <select class="input" value={value.value} onChange={(event) => (value.value = event.currentTarget.value)}>
        {any && <option value="">{b().any}</option>}
        {Object.entries(words).map(([key, word]) => (
          <option key={key} value={key}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}

function Search({ label, value }: { label: string; value: Signal<string> }) {
  return <input class="input board-search" type="search" aria-label={label} placeholder={label} maxLength={100} value={value.value} onInput={(event) => (value.value = event.currentTarget.value)} />;
}

function Line({ org, row }: { org: string; row: Standing }) {
  const words = b();
  return (
    <li>
      <a class="board-line" href={`/shows/${org}/${row.id}`}>
        <span class="board-head">
          <span class="show-day">{dayText(row.day, "short")}</span>
          <strong class="grow">{row.title}</strong>
          <span class={row.stage === "signed_off" ? "chip good" : "chip"}>{words.stages[row.stage] ?? row.stage}</span>
        </span>
        <span class="small muted">
          {[row.venue_name, row.city].filter(Boolean).join(", ")}
          {row.changed_at_ms > 0 && <Ago at={row.changed_at_ms} say={(when) => ` · ${words.changed(row.changed_name, when)}`} />}
        </span>
        <Shares row={row} />
        <Lacks row={row} />
        {row.found.map((hit) => (
          <span key={`${hit.field}#${hit.row}.${hit.column}`} class="board-found small">
            {hit.text}
          </span>
        ))}
      </a>
    </li>
  );
}

function Board({ org }: { org: MyOrg }) {
  const words = b();
  const [text, answer, stage, waits, missing, sort] = [useSignal(""), useSignal(""), useSignal(""), useSignal(""), useSignal(""), useSignal("day")];
  const asked = query({ text: useSettled(text.value.trim()), answer: useSettled(answer.value.trim()), stage: stage.value, waits: waits.value, missing: missing.value, sort: sort.value });
  const { rows, problem, more, next, reload } = useList<Standing>(`/api/orgs/${org.org}/board?${asked}`, "advances");
  useEffect(() => {
    const timer = setInterval(() => {
      // whoever has read on keeps what they have read
      if (document.visibilityState === "visible" && (rows?.length ?? 0) <= 50) void reload();
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }, [asked, rows?.length]);
  return (
    <section class="stack">
      <div class="board-tools" role="search">
        <Search label={words.search} value={text} />
        <Search label={words.answer} value={answer} />
        <Choice label={words.stage} value={stage} words={words.stages} />
        <Choice label={words.waits} value={waits} words={words.sides} />
        <Choice label={words.missing} value={missing} words={words.keys} />
        <Choice label={words.sort} value={sort} words={words.sorts} any={false} />
      </div>
      {problem.value && <Failed problem={problem.value} onAgain={() => void reload()} />}
      {!rows && !problem.value && <Bones />}
      {rows?.length === 0 && <Empty icon="search" title={words.none} say={words.noneSay} />}
      <ul class="board-list">
        {rows?.map((row) => (
          <Line key={row.id} org={org.org} row={row} />
        ))}
      </ul>
      {more && (
        <button type="button" class="button" onClick={() => void next()}>
          {o.more}
        </button>
      )}
    </section>
  );
}

export function BoardPage() {
  const org = currentOrg();
  return (
    <Frame title={b().title}>
      <h1>{b().title}</h1>
      {org && <Board org={org} />}
    </Frame>
  );
}
