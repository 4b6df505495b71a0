/** Which questions of a form are answered by files, and which of them somebody sees. */
import { type Files, standingFiles } from "../../client/folds/files";
import type { Field, Schema } from "../../client/wire";

/** Those of papers, and the list that bands have as a paper already. */
const asksFiles = (key: string): boolean => key.startsWith("files.") || key === "technical.inputs";

/** Whether a question shows files: it asks for them, has some, or some are on their way (`sent`, by question). */
export function showsFiles(key: string, files: Files, sent: readonly string[]): boolean {
  return asksFiles(key) || sent.includes(key) || standingFiles(files, key).length > 0;
}

/** A question that shows files; `section` is what the one that it is in is called. */
export interface Place {
  key: string;
  field: Field;
  section: string;
}

/** All of them, in the order of the form. */
export function filePlaces(schema: Schema, files: Files, sent: readonly string[]): Place[] {
  const all = schema.sections.flatMap((section) => section.fields.map((field) => ({ key: `${section.key}.${field.key}`, field, section: section.label })));
  return all.filter(({ key }) => showsFiles(key, files, sent));
}
