/** Days and times, as the viewer's language writes them. A day is `YYYY-MM-DD` and has no timezone of its own. */
import { locale } from "../texts";

const DAY_MS = 86_400_000;

/** Noon of a day in UTC: it is the same day whatever is rounded. */
const noon = (day: string) => Date.parse(`${day}T12:00:00Z`);

export function dayText(day: string, style: "long" | "short" = "long"): string {
  const at = noon(day);
  if (Number.isNaN(at)) return day;
  const shape: Intl.DateTimeFormatOptions = style === "long" ? { weekday: "short", day: "numeric", month: "long", year: "numeric" } : { weekday: "short", day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(locale, { ...shape, timeZone: "UTC" }).format(at);
}

/** The month of `YYYY-MM`. */
export const monthText = (month: string): string => new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" }).format(noon(`${month}-15`));

export function momentText(ms: number): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(ms);
}

/** Today where the viewer is. */
export function today(nowMs: number = Date.now()): string {
  const now = new Date(nowMs);
  return new Date(nowMs - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** The month `by` months after `YYYY-MM`. */
export function monthAfter(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** The weeks that show a month, each seven days from Monday; days of other months fill them up. */
export function weeks(month: string): string[][] {
  const first = Date.parse(`${month}-01T12:00:00Z`);
  const monday = first - ((new Date(first).getUTCDay() + 6) % 7) * DAY_MS;
  const all: string[][] = [];
  for (let start = monday; all.length === 0 || new Date(start).toISOString().slice(0, 7) === month; start += 7 * DAY_MS) {
    all.push(Array.from({ length: 7 }, (_, at) => new Date(start + at * DAY_MS).toISOString().slice(0, 10)));
  }
  return all;
}

export const weekdayText = (day: string): string => new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" }).format(noon(day));

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Every timezone that this browser knows, the viewer's own among them. */
export function zones(): string[] {
  return [...new Set([ownZone(), "UTC", ...Intl.supportedValuesOf("timeZone")])];
}
