/** The whole list of what was done, as the hub keeps it: asked in pages, with filters. */

export interface Done {
  seq: number;
  person: string;
  name: string;
  what: string;
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

/** Where the hub tells the lines before `before`, or the newest ones. */
export function donePath(room: string, filter: Filter, before: number | null): string {
  const asked = new URLSearchParams({ limit: String(PAGE) });
  for (const [name, value] of Object.entries(filter) as [string, string][]) if (value) asked.set(name, value);
  if (before !== null) asked.set("before", String(before));
  return `/api/rooms/${room}/activity?${asked.toString()}`;
}

/** The place of the line behind which everything was seen before, -1 when that is none or the first. */
export function divider(lines: readonly Done[], seen: number): number {
  const at = seen > 0 ? lines.findIndex((line) => line.seq <= seen) : -1;
  return at === 0 ? -1 : at;
}
