/** Who did what when: the list the hub keeps, and what happens from now on in front of it. */
import { effect, type Signal, signal } from "@preact/signals";
import type { AnyFact, Field, Form } from "../../client/wire";
import type { Session } from "../../parts/session";
import { t } from "../../texts";
import { agreeing } from "../../texts/agreeing";
import { sayValue } from "./values";

export interface Line {
  key: string;
  person: string;
  name: string;
  what: string;
  /** `<field>`, `<field>#<row>` or `<field>#<row>.<column>`. */
  about: string;
  text: string;
  at: number;
}

/** What is asked, to call things by. */
export type Asking = Pick<Form, "schema">;

const LINES_MAX = 100;
const AT_FIRST = 50;
/** The hub's lists follow within a second: asked again after this long, they have what happened before. */
const SETTLED_MS = 2_000;

interface Done {
  seq: number;
  person: string;
  name: string;
  what: string;
  about: string;
  text: string;
  at_ms: number;
}

/** The question or column that a line is about, and how to call it: its section too, unless that is all there is in it. */
export function labelOf(form: Asking, about: string): { label: string; field: Field | undefined } {
  const [key = "", cell = ""] = about.split("#");
  const [sectionKey, fieldKey] = key.split(".");
  const section = form.schema.sections.find((one) => one.key === sectionKey);
  const field = section?.fields.find((one) => one.key === fieldKey);
  if (!section || !field) return { label: key, field: undefined };
  const column = field.columns?.find((one) => one.key === cell.split(".")[1]);
  const labels = [section.fields.length > 1 ? section.label : "", field.label, column?.label ?? ""];
  return { label: labels.filter(Boolean).join(" · "), field: column ?? field };
}

/** A line in words. */
export function sayLine(form: Asking, line: Line): string {
  const { label } = labelOf(form, line.about);
  switch (line.what) {
    case "advance.created":
      return t.crew.advanceMade;
    case "advance.edited":
      return line.text ? t.crew.wrote(label, line.text) : t.crew.cleared(label);
    case "advance.picked":
      return t.crew.settled(label);
    case "advance.row_added":
      return t.crew.rowAdded(label);
    case "advance.row_moved":
      return t.crew.rowMoved(label);
    case "advance.row_removed":
      return t.crew.rowGone(label);
    case "advance.locked":
      return line.text ? t.crew.lockedIt(label) : t.crew.unlockedIt(label);
    default:
      return sayAgreed(line.what, label);
  }
}

/** The lines of agreeing, by their facts. */
function sayAgreed(what: string, label: string): string {
  const { lines } = agreeing();
  const said: Readonly<Record<string, (label: string) => string>> = {
    "advance.marked": lines.marked,
    "advance.assigned": lines.assigned,
    "advance.verified": lines.verified,
    "advance.note_added": lines.noteAdded,
    "advance.note_removed": lines.noteRemoved,
    "advance.text_changed": lines.typed,
    "advance.file_added": lines.file,
    "advance.file_removed": lines.fileGone,
  };
  return said[what]?.(label) ?? label;
}

function aboutOf(fact: Extract<AnyFact, { field: string }>): string {
  if (!("row" in fact) || !fact.row) return fact.field;
  return "column" in fact && fact.column ? `${fact.field}#${fact.row}.${fact.column}` : `${fact.field}#${fact.row}`;
}

/** What was written, in words; for a lock, anything while it is on. */
function textOf(form: Asking, fact: AnyFact, about: string): string {
  if (fact.t === "advance.locked") return fact.on ? "on" : "";
  const { field } = labelOf(form, about);
  return fact.t === "advance.edited" && fact.value !== null && field ? sayValue(field, fact.value) : "";
}

function lineOf(session: Session, fact: AnyFact): Line | null {
  const form = session.state.peek().advancing_sync;
  if (!form || !("field" in fact) || !("by" in fact)) return null;
  const about = aboutOf(fact);
  const person = session.here.peek().people?.find((one) => one.id === fact.by);
  return {
    key: `${fact.t} ${about} ${"stamp" in fact ? fact.stamp : fact.at_ms}`,
    person: fact.by,
    name: "name" in fact ? fact.name : (person?.name ?? ""),
    what: fact.t,
    about,
    text: textOf(form, fact, about),
    at: fact.at_ms,
  };
}

/** Keystrokes that were saved one after the other count as one line. */
export function joined(newer: Line, lines: readonly Line[]): Line[] {
  const [last, ...rest] = lines;
  const same = last?.about === newer.about && last.person === newer.person && last.what === newer.what;
  return [newer, ...(same ? rest : lines)].slice(0, LINES_MAX);
}

const same = (line: Line): string => [line.what, line.about, line.person, line.at].join(" ");

/** What was heard here and what the hub has kept, each line once, newest first. */
export function merged(heard: readonly Line[], kept: readonly Line[]): Line[] {
  const known = new Set(heard.map(same));
  const all = [...heard, ...kept.filter((line) => !known.has(same(line)))].sort((one, other) => other.at - one.at);
  return all.reduceRight<Line[]>((lines, line) => joined(line, lines), []);
}

/** The hub is asked when the page comes in, and again when nothing has happened for a moment: what it lacked it has then. */
export function follow(session: Session): Signal<readonly Line[]> {
  const lines = signal<readonly Line[]>([]);
  let heard: readonly Line[] = [];
  let kept: readonly Line[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = () => (lines.value = merged(heard, kept));
  const look = async () => {
    kept = (await fetchDone(session)) ?? kept;
    show();
  };
  const lookSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), SETTLED_MS);
  };
  session.room.happened.watch((fact) => {
    const line = lineOf(session, fact);
    if (!line) return;
    heard = [line, ...heard].slice(0, LINES_MAX);
    show();
    lookSoon();
  });
  effect(() => {
    if (session.status.value.kind !== "live") return;
    void look();
    lookSoon();
  });
  return lines;
}

/** What the hub has kept; null when it cannot be reached: what happens from now on is shown all the same. */
async function fetchDone(session: Session): Promise<Line[] | null> {
  try {
    const response = await fetch(`/api/rooms/${session.room.id}/activity?limit=${AT_FIRST}`, {
      headers: { Authorization: `Bearer ${session.token.peek()}` },
    });
    if (!response.ok) return null;
    const done = (await response.json()) as Done[];
    const ofForm = done.filter((one) => one.what.startsWith("advance.") && one.what !== "advance.locked");
    return ofForm.map(({ seq, at_ms, ...rest }) => ({ ...rest, key: String(seq), at: at_ms }));
  } catch {
    return null;
  }
}
