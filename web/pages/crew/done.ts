/** The list of what was done, as the hub keeps it and as it is heard here: asked in pages, with filters. */

/** One line. `seq` is null while only this page knows of it: the hub's list follows within about a second. */
export interface Done {
  seq: number | null;
  person: string;
  name: string;
  what: string;
  /** `<field>`, `<field>#<row>` or `<field>#<row>.<column>`; a section; or empty. */
  about: string;
  text: string;
  at_ms: number;
  section: string;
  party: string;
  was: string;
}

export interface Filter {
  section: string;
  party: string;
  which: string;
  person: string;
}

export const NO_FILTER: Filter = { section: "", party: "", which: "", person: "" };
export const PAGE = 50;
const MINUTE_MS = 60_000;
/** Of what is done again and again in one place, the last says it all. */
const AGAIN = new Set(["advance.edited", "advance.text_changed", "advance.row_moved", "advance.marked"]);

/** Where the hub tells the lines before `before`, or the newest ones. */
export function donePath(room: string, filter: Filter, before: number | null): string {
  const asked = new URLSearchParams({ limit: String(PAGE) });
  for (const [name, value] of Object.entries(filter) as [string, string][]) if (value) asked.set(name, value);
  if (before !== null) asked.set("before", String(before));
  return `/api/rooms/${room}/activity?${asked.toString()}`;
}

/** What one person does in one place within a minute is one line: from what stood there before to what they left. */
export function joined(newer: Done, lines: readonly Done[]): Done[] {
  const [last, ...rest] = lines;
  const again = last?.about === newer.about && last.person === newer.person && last.what === newer.what && AGAIN.has(newer.what);
  if (!last || !again || newer.at_ms - last.at_ms > MINUTE_MS) return [newer, ...lines];
  return [{ ...newer, was: last.was }, ...rest];
}

const same = (line: Done): string => [line.what, line.about, line.person, line.at_ms].join(" ");

/** What was heard here and what the hub has kept, each line once, newest first; the hub knows more of each. */
export function merged(heard: readonly Done[], kept: readonly Done[]): Done[] {
  const known = new Set(kept.map(same));
  const upto = kept[0]?.at_ms ?? 0;
  const all = [...heard.filter((line) => line.at_ms >= upto && !known.has(same(line))), ...kept].sort((one, other) => other.at_ms - one.at_ms);
  return all.reduceRight<Done[]>((lines, line) => joined(line, lines), []);
}

/** What somebody has not seen: behind the line that they saw last, up to the newest there was when they came. */
export interface Since {
  seen: number;
  upto: number;
}

/** Whether a line is news to `me`. Who was never here has no news: everything is new. */
export const isNew = (line: Done, since: Since, me: string): boolean => since.seen > 0 && line.seq !== null && line.seq > since.seen && line.seq <= since.upto && line.person !== me;

/** Where the news begin and where they end; null without any. */
export function newsIn(lines: readonly Done[], since: Since, me: string): { from: number; to: number } | null {
  const from = lines.findIndex((line) => isNew(line, since, me));
  if (from < 0) return null;
  const to = lines.findIndex((line) => line.seq !== null && line.seq <= since.seen);
  return { from, to: to < 0 ? lines.length : to };
}
