/** A form as it is being designed: hub/advancing_sync/design.py says what a form may be. */
import type { Field, Form, Kind, Schema, Section } from "../../client/wire";

export const KINDS: readonly Kind[] = ["text", "long_text", "number", "integer", "money", "yes_no", "choice", "date", "time", "phone", "email", "url", "list"];
/** Of a column: a list is in no list. */
export const COLUMN_KINDS = KINDS.filter((kind) => kind !== "list");
export const PRIVATE = "private_";

const KEY_CHARS = 39;
const LONG_CHARS = 2_000;
const ROWS = 100;
const NUMBERS: readonly Kind[] = ["number", "integer", "money"];
const TEXTS: readonly Kind[] = ["text", "long_text"];

export const isNumber = (kind: Kind): boolean => NUMBERS.includes(kind);
export const isText = (kind: Kind): boolean => TEXTS.includes(kind);
export const isPrivate = (section: string): boolean => section === "money" || section.startsWith(PRIVATE);

/** A key out of a name, that no other has: the same name later finds the same answers again. */
export function keyFor(label: string, taken: readonly string[], prefix = ""): string {
  const plain = label.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const words = plain.replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
  const base = (prefix + (words || "question")).slice(0, KEY_CHARS - 3);
  const used = new Set([...taken, "chat"]);
  for (let at = 1; ; at++) {
    const key = at === 1 ? base : `${base}_${at}`;
    if (!used.has(key)) return key;
  }
}

export function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const others = all.filter((_, at) => at !== from);
  const one = all[from];
  const place = Math.max(0, Math.min(to, others.length));
  return one === undefined ? [...all] : [...others.slice(0, place), one, ...others.slice(place)];
}

export const put = <T>(all: readonly T[], at: number, next: T): T[] => all.map((one, place) => (place === at ? next : one));

export const without = <T>(all: readonly T[], at: number): T[] => all.filter((_, place) => place !== at);

const column = (label: string): Field => ({ key: keyFor(label, []), label });

/** The question with another kind: it keeps what that kind has too. */
export function asKind(field: Field, kind: Kind, firstColumn: string): Field {
  const { key, label, answers, unit } = field;
  const same: Field = { key, label, kind, ...(answers ? { answers } : {}), ...(isNumber(kind) && unit ? { unit } : {}) };
  if (kind === "choice") return { ...same, choices: [] };
  if (kind === "list") return { ...same, columns: [column(firstColumn)], rows_max: ROWS };
  if (kind === "long_text") return { ...same, max_length: LONG_CHARS };
  return same;
}

/** One choice a line. */
export const choicesOf = (text: string): string[] => [...new Set(text.split("\n").map((line) => line.trim()))].filter(Boolean);

/** Whether there is anything in a question, so that it keeps its kind. */
export function answered(form: Form, key: string): boolean {
  if (form.lists[key]) return true;
  const register = form.fields[key];
  return register !== undefined && (register.value !== null || register.siblings.some((one) => one.value !== null));
}

/** Questions with answers that the form does not ask now: those stay, and show when it asks again. */
export function leftOut(form: Form, schema: Schema): string[] {
  const asked = new Set(schema.sections.flatMap((section) => section.fields.map((field) => `${section.key}.${field.key}`)));
  const known = [...Object.keys(form.fields), ...Object.keys(form.lists)];
  return known.filter((key) => !asked.has(key) && answered(form, key)).sort();
}

export const changeSection = (schema: Schema, at: number, next: Partial<Section>): Schema => ({
  sections: schema.sections.map((one, place) => (place === at ? { ...one, ...next } : one)),
});

export const sameDesign = (one: Schema, other: Schema): boolean => JSON.stringify(one) === JSON.stringify(other);
