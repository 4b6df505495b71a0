/** Mirrors hub/advancing_sync/files.py: which files answer which question. */
import type { FactOf } from "../names";
import type { Attached } from "../wire";

export type Files = Readonly<Record<string, Attached>>;

export function foldFiles(files: Files, fact: FactOf<"advance.file_added" | "advance.file_removed">): Record<string, Attached> {
  const { file, field } = fact;
  if (fact.t === "advance.file_removed") {
    const gone: Attached = { field, title: "", size: 0, type: "", sha256: "", by: "", name: "", at_ms: 0, gone: true };
    return { ...files, [file]: gone };
  }
  // what is gone stays gone, and an id is given once
  if (files[file]) return files;
  const { title, size, type, sha256, by, name, at_ms } = fact;
  return { ...files, [file]: { field, title, size, type, sha256, by, name, at_ms, gone: false } };
}

/** Those that are there, at one question, in the order they came. */
export function standingFiles(files: Files, field: string): [string, Attached][] {
  const found = Object.entries(files).filter(([, each]) => !each.gone && each.field === field);
  return found.sort(([a, left], [b, right]) => left.at_ms - right.at_ms || (a < b ? -1 : 1));
}
