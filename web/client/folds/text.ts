/** Mirrors hub/advancing_sync/text.py. */
import type { FactOf } from "../names";
import type { AnyFact, Form, LongText, Register } from "../wire";
import { EMPTY, heads, write } from "./register";

/** An update of Yjs that says nothing, base64. */
export const NOTHING = "AAA=";
const PAIRS = /[\ud800-\udfff]/;
const BLANK = /^[ \t\n]*$/;

/** A document of which nothing is known but the value that it begins with. */
export const begun = (generation: string): LongText => ({ generation, stamp: generation, doc: NOTHING, updates: [], writers: {}, blank: "" });

/** Facts count code points, JavaScript UTF-16 units. */
function spliced(before: string, at: number, gone: string, put: string): string {
  const units = PAIRS.test(before) ? Array.from(before).slice(0, at).join("").length : at;
  return before.slice(0, units) + put + before.slice(units + gone.length);
}

/** What the document says: the value with its stamp, or its blanks. */
export function textOf(text: LongText, register: Register): string {
  const value = heads(register).find((head) => head.stamp === text.stamp)?.value;
  return typeof value === "string" ? value : text.blank;
}

function changed(form: Form, fact: FactOf<"advance.text_changed">): Form {
  const { field, stamp, by, name, at_ms, party, source } = fact;
  const kept = form.texts[field];
  const text = kept?.generation === fact.generation ? kept : begun(fact.generation);
  if (stamp <= text.stamp) return form;
  const register = form.fields[field] ?? EMPTY;
  const after = spliced(textOf(text, register), fact.at, fact.was, fact.put);
  const blank = BLANK.test(after);
  const next: LongText = {
    ...text,
    stamp,
    updates: [...text.updates, fact.update],
    writers: fact.client ? { ...text.writers, [fact.client]: by } : text.writers,
    blank: blank ? after : "",
  };
  const written = write(register, { value: blank ? null : after, stamp, by, name, at_ms, party, source }, text.stamp);
  return { ...form, fields: { ...form.fields, [field]: written }, texts: { ...form.texts, [field]: next } };
}

function packed(form: Form, { field, generation, doc, stamp }: FactOf<"advance.text_packed">): Form {
  const kept = form.texts[field];
  const same = kept?.stamp === stamp ? kept : null;
  const writers = same?.generation === generation ? same.writers : {};
  const text: LongText = { ...begun(generation), stamp, doc, writers, blank: same?.blank ?? "" };
  return { ...form, texts: { ...form.texts, [field]: text } };
}

/** The form after a fact about a text; the same form after any other. */
export function foldText(form: Form, fact: AnyFact): Form {
  if (fact.t === "advance.text_changed") return changed(form, fact);
  return fact.t === "advance.text_packed" ? packed(form, fact) : form;
}
