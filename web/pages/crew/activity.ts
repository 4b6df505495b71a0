/** What was done, in words. */
import type { AnyFact, Field, Form, Value } from "../../client/wire";
import type { Session } from "../../parts/session";
import { t } from "../../texts";
import { agreeing } from "../../texts/agreeing";
import { past } from "../../texts/past";
import type { Done } from "./done";
import { sayValue } from "./values";

/** What is asked, to call things by; rows are called by their first answer, where there are any. */
export type Asking = Pick<Form, "schema"> & Partial<Pick<Form, "lists">>;

const NUMBERS = new Set(["number", "integer", "money"]);

function rowName(form: Asking, list: string, row: string, field: Field, column: string): string {
  const [first] = field.columns ?? [];
  if (!first || first.key === column) return "";
  const value = form.lists?.[list]?.[row]?.cells[first.key]?.value ?? null;
  return value === null ? "" : sayValue(first, value);
}

/** Of a place in a list: the row, and the column. */
function cellLabels(form: Asking, list: string, cell: string, field: Field): { labels: string[]; column: Field | undefined } {
  const [row = "", key = ""] = cell.split(".");
  const column = field.columns?.find((one) => one.key === key);
  return { labels: [rowName(form, list, row, field, key), column?.label ?? ""], column };
}

/** The question or column that a line is about, and how to call it: its section too, unless that is all there is in it. */
export function labelOf(form: Asking, about: string): { label: string; field: Field | undefined } {
  const [key = "", cell = ""] = about.split("#");
  const [sectionKey, fieldKey] = key.split(".");
  const section = form.schema.sections.find((one) => one.key === sectionKey);
  const field = section?.fields.find((one) => one.key === fieldKey);
  if (!section || !field) return { label: section && !fieldKey ? section.label : key, field: undefined };
  const inList = cellLabels(form, key, cell, field);
  const labels = [section.fields.length > 1 ? section.label : "", field.label, ...inList.labels];
  return { label: labels.filter(Boolean).join(" · "), field: inList.column ?? field };
}

/** A value as the hub's list has it, for people. */
export function sayText(field: Field | undefined, text: string): string {
  if (!text || !field) return text;
  if (field.kind === "yes_no") return sayValue(field, text === "yes");
  if (NUMBERS.has(field.kind ?? "") && Number.isFinite(Number(text))) return sayValue(field, Number(text));
  return text;
}

const change = (label: string, was: string, now: string): string => `${label}: ${was ? past().fromTo(was, now) : now}`;

function sayAnswer(form: Asking, { about, text, was }: Done): string {
  const { label, field } = labelOf(form, about);
  if (!was) return text ? t.crew.wrote(label, sayText(field, text)) : t.crew.cleared(label);
  return change(label, sayText(field, was), sayText(field, text) || past().nothing);
}

const status = (said: string): string => (agreeing().status as Readonly<Record<string, string>>)[said] ?? said;
const side = (said: string): string => (agreeing().sides as Readonly<Record<string, string>>)[said] ?? said;
const standing = (said: string): string => agreeing().stands[said] ?? past().stoodOpen;

/** A line in words: what it is about, from what to what. */
export function sayDone(form: Asking, line: Done): string {
  const { label } = labelOf(form, line.about);
  const { lines, answers } = agreeing();
  const said: Readonly<Record<string, () => string>> = {
    "advance.created": () => t.crew.advanceMade,
    "advance.edited": () => sayAnswer(form, line),
    "advance.text_changed": () => (line.text || line.was ? sayAnswer(form, line) : lines.typed(label)),
    "advance.picked": () => t.crew.settled(label),
    "advance.row_added": () => t.crew.rowAdded(label),
    "advance.row_moved": () => t.crew.rowMoved(label),
    "advance.row_removed": () => t.crew.rowGone(label),
    "advance.locked": () => (line.text ? t.crew.lockedIt(label) : t.crew.unlockedIt(label)),
    "advance.marked": () => change(label, status(line.was), status(line.text)),
    "advance.assigned": () => `${label}, ${change(answers, side(line.was), side(line.text))}`,
    "advance.verified": () => lines.verified(label),
    "advance.note_added": () => lines.noteAdded(label),
    "advance.note_removed": () => lines.noteRemoved(label),
    "advance.file_added": () => change(lines.file(label), "", line.text),
    "advance.file_removed": () => change(lines.fileGone(label), "", line.text),
    "advance.section_stood": () => change(label, line.was && standing(line.was), standing(line.text)),
  };
  return said[line.what]?.() ?? past().said[line.what]?.(label, line.text) ?? label;
}

/** A value as the hub's list will have it. */
function textOf(value: Value): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}

function aboutOf(fact: AnyFact): string {
  if (!("field" in fact)) return "section" in fact && typeof fact.section === "string" ? fact.section : "";
  if (!("row" in fact) || !fact.row) return fact.field;
  return "column" in fact && fact.column ? `${fact.field}#${fact.row}.${fact.column}` : `${fact.field}#${fact.row}`;
}

function wordsOf(fact: AnyFact): string {
  switch (fact.t) {
    case "advance.edited":
      return textOf(fact.value);
    case "advance.locked":
      return fact.on ? "on" : "";
    case "advance.marked":
      return fact.status;
    case "advance.assigned":
      return fact.answers;
    case "advance.section_stood":
      return fact.standing;
    case "advance.file_added":
      return fact.title;
    default:
      return "";
  }
}

/** What a fact says under a name, where it says something; "" where it does not. */
function textIn(fact: AnyFact, name: string): string {
  const said = (fact as unknown as Record<string, unknown>)[name];
  return typeof said === "string" ? said : "";
}

/** What was heard just now, until the hub's list has it; null for what is no line, or says too little by itself. */
export function lineOf(session: Session, fact: AnyFact): Done | null {
  if (!fact.t.startsWith("advance.") || !("by" in fact) || !("at_ms" in fact)) return null;
  const about = aboutOf(fact);
  if (!about || fact.t.startsWith("advance.text_")) return null;
  const named = () => session.here.peek().people?.find((one) => one.id === fact.by)?.name ?? "";
  return {
    seq: null,
    person: fact.by,
    name: textIn(fact, "name") || named(),
    what: fact.t,
    about,
    text: wordsOf(fact),
    at_ms: fact.at_ms,
    section: about.split(/[.#]/)[0] ?? "",
    party: textIn(fact, "party"),
    was: "",
  };
}
