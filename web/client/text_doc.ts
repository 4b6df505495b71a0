/** Documents of Yjs as the hub has them: base64 of updates, and what a text has become. */
import * as Y from "yjs";
import { EMPTY } from "./folds/register";
import { begun, NOTHING } from "./folds/text";
import type { Form, LongText } from "./wire";

/** The name of the text in its document, and the client id of what the hub writes. */
export const ROOT = "text";
const HUB_CLIENT = 1;

export function toBase64(data: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < data.length; at += 0x8000) binary += String.fromCharCode(...data.subarray(at, at + 0x8000));
  return btoa(binary);
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

/** The update that begins a document with a text: the same as the hub's. */
export function seed(text: string): string {
  if (text === "") return NOTHING;
  const doc = new Y.Doc();
  doc.clientID = HUB_CLIENT;
  doc.getText(ROOT).insert(0, text);
  return toBase64(Y.encodeStateAsUpdate(doc));
}

/** The document of the value that shows: the one that is kept, or one that begins with the value. */
export function standing(form: Form, field: string): LongText {
  const register = form.fields[field] ?? EMPTY;
  const kept = form.texts[field];
  if (kept?.stamp === register.stamp) return kept;
  const doc = typeof register.value === "string" ? seed(register.value) : NOTHING;
  return { ...begun(register.stamp), doc };
}

export function opened(text: LongText, ...more: string[]): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => [text.doc, ...text.updates, ...more].forEach((update) => Y.applyUpdate(doc, fromBase64(update))));
  return doc;
}

export const saysOf = (doc: Y.Doc): string => doc.getText(ROOT).toJSON();

/** Where two texts differ, between whole characters. */
export function difference(before: string, after: string): { at: number; gone: number; put: string } {
  const most = Math.min(before.length, after.length);
  let at = 0;
  while (at < most && before[at] === after[at]) at += 1;
  if (at > 0 && /[\ud800-\udbff]/.test(before[at - 1] ?? "")) at -= 1;
  let end = 0;
  while (end < most - at && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  if (end > 0 && /[\udc00-\udfff]/.test(before[before.length - end] ?? "")) end -= 1;
  return { at, gone: before.length - at - end, put: after.slice(at, after.length - end) };
}

/** What the hub takes of what is typed or pasted: no control characters, no halves of characters. */
// eslint-disable-next-line no-control-regex
export const clean = (text: string): string => text.replace(/\r\n?/g, "\n").replace(/[\x00-\x08\x0b-\x1f\x7f]/g, "").replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
