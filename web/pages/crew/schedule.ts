/** The day as a layout: where each item stands, what follows midnight, what clashes, and how long changeovers are. */
import type { Row } from "../../client/wire";

export type Reason = "stage" | "who" | "curfew";

export interface Clash {
  with: string;
  reason: Reason;
}

/** Times are minutes after the midnight that the day of the show begins with. */
export interface Slot {
  id: string;
  what: string;
  label: string;
  who: string;
  /** As it was written. */
  time: string;
  start: number;
  end: number;
  /** Nobody has said when it ends: `end` is as far as it is drawn. */
  open: boolean;
  /** How many midnights after the day of the show it starts. */
  day: number;
  clashes: Clash[];
  /** The minutes on stage between the set before and this one, where nobody has written a changeover. */
  changeover: number | null;
}

export interface Layout {
  slots: Slot[];
  first: number;
  last: number;
}

export const DAY_MIN = 24 * 60;
/** Without an end, as long as a label needs, or until the next begins. */
const POINT_MIN = 15;
const OPEN_MAX_MIN = 60;
/** What starts before this is the night after. */
const DAY_STARTS_MIN = 6 * 60;
/** What has the stage for itself. */
const ON_STAGE = new Set(["line check", "soundcheck", "support set", "changeover", "headliner"]);
const SETS = new Set(["support set", "headliner"]);
const LOUD = new Set(["soundcheck", "support set", "headliner"]);
const EVERYBODY = /^(everybody|all|alle)$/;

const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

const textOf = (row: Row, column: string): string => {
  const value = row.cells[column]?.value ?? "";
  return typeof value === "string" ? value : String(value);
};

function slotOf(row: Row): Slot | null {
  const time = textOf(row, "start");
  if (!/^\d\d:\d\d$/.test(time)) return null;
  const offset = (Number(row.cells["day_offset"]?.value ?? 0) || 0) * DAY_MIN;
  const late = offset === 0 && minutes(time) < DAY_STARTS_MIN ? DAY_MIN : 0;
  const start = minutes(time) + offset + late;
  const until = textOf(row, "end");
  const ends = until ? minutes(until) + offset + late : start + POINT_MIN;
  const what = textOf(row, "what");
  return {
    id: row.id,
    what,
    label: textOf(row, "title") || what,
    who: textOf(row, "who"),
    time,
    start,
    end: ends < start ? ends + DAY_MIN : ends,
    open: !until,
    day: Math.floor(start / DAY_MIN),
    clashes: [],
    changeover: null,
  };
}

const peopleOf = (who: string): string[] =>
  who
    .toLowerCase()
    .split(/\s*(?:,|;|\/|&|\+|\band\b|\bund\b)\s*/)
    .filter((name) => name && !/^\d+ /.test(name));

function sharePeople(one: Slot, other: Slot): boolean {
  const ours = peopleOf(one.who);
  const theirs = peopleOf(other.who);
  const all = (names: string[]) => names.some((name) => EVERYBODY.test(name));
  return (all(ours) && theirs.length > 0) || (all(theirs) && ours.length > 0) || ours.some((name) => theirs.includes(name));
}

/** Why two items cannot be at the same time; null when they can, or are not. What has no end takes its first minute. */
function clash(one: Slot, other: Slot): Reason | null {
  const ends = (slot: Slot) => (slot.open ? slot.start + 1 : slot.end);
  if (one.start >= ends(other) || other.start >= ends(one)) return null;
  if (ON_STAGE.has(one.what) && ON_STAGE.has(other.what)) return "stage";
  return sharePeople(one, other) ? "who" : null;
}

function markClashes(slots: readonly Slot[]): void {
  const curfew = slots.find((slot) => slot.what === "noise curfew");
  slots.forEach((slot, at) => {
    for (const other of slots.slice(at + 1)) {
      const reason = clash(slot, other);
      if (!reason) continue;
      slot.clashes.push({ with: other.id, reason });
      other.clashes.push({ with: slot.id, reason });
    }
    const ends = slot.open ? slot.start : slot.end;
    if (curfew && LOUD.has(slot.what) && ends > curfew.start) slot.clashes.push({ with: curfew.id, reason: "curfew" });
  });
}

function markChangeovers(slots: readonly Slot[]): void {
  const stage = slots.filter((slot) => SETS.has(slot.what) || slot.what === "changeover");
  stage.forEach((slot, at) => {
    const before = stage[at - 1];
    if (!before || !SETS.has(slot.what) || !SETS.has(before.what) || before.open) return;
    if (slot.start > before.end) slot.changeover = slot.start - before.end;
  });
}

/** The rows that have a start, in order of the day, with what is wrong between them. */
export function layout(rows: readonly Row[]): Layout {
  const slots = rows.flatMap((row) => slotOf(row) ?? []).sort((one, other) => one.start - other.start);
  slots.forEach((slot, at) => {
    const next = slots[at + 1];
    if (slot.open && next && next.start > slot.start) slot.end = Math.min(next.start, slot.start + OPEN_MAX_MIN);
  });
  markClashes(slots);
  markChangeovers(slots);
  const first = slots[0]?.start ?? 0;
  return { slots, first, last: Math.max(first + 60, ...slots.map((slot) => slot.end)) };
}

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
function aheadMs(zone: string, atMs: number): number {
  const options = { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" } as const;
  const parts = new Intl.DateTimeFormat("en-US", options).formatToParts(atMs);
  const [year, month, day, hour, minute] = (["year", "month", "day", "hour", "minute"] as const).map((type) => Number(parts.find((part) => part.type === type)?.value));
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute) - Math.floor(atMs / 60_000) * 60_000;
}

/** The instant of a time at the venue; null where day or zone are none. */
export function instant(day: string, at: number, zone: string): number | null {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(midnight) || !zone) return null;
  const wanted = midnight + at * 60_000;
  try {
    const guess = wanted - aheadMs(zone, wanted);
    return wanted - aheadMs(zone, guess);
  } catch {
    return null;
  }
}

/** A time at the venue as the viewer's own clock has it; empty where it is the same, or nobody knows. */
export function ownTime(day: string, at: number, zone: string, locale: string, own?: string): string {
  const ms = instant(day, at, zone);
  if (ms === null) return "";
  const mine = new Intl.DateTimeFormat("en-US", { timeZone: own, timeZoneName: "longOffset" }).resolvedOptions().timeZone;
  if (aheadMs(mine, ms) === aheadMs(zone, ms)) return "";
  return new Intl.DateTimeFormat(locale, { timeZone: mine, weekday: "short", hour: "2-digit", minute: "2-digit" }).format(ms);
}
