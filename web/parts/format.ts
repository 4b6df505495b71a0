/** Times, amounts and durations as people of this language write them. */
import { locale, t } from "../texts";

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
];

/** "12 sec. ago"; clocks that disagree never make it the future. */
export function ago(atMs: number, nowMs: number): string {
  const past = Math.max(0, nowMs - atMs);
  const step = STEPS.find(([, ms]) => past >= ms && past >= 5000);
  if (step === undefined) return t.justNow;
  return new Intl.RelativeTimeFormat(locale, { style: "short" }).format(-Math.floor(past / step[1]), step[0]);
}

export function timeOfDay(atMs: number): string {
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }).format(atMs);
}

/** 3:07, or 1:03:07 from an hour on. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (part: number) => String(part % 60).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}:${two(seconds)}` : `${Math.floor(minutes / 60)}:${two(minutes)}:${two(seconds)}`;
}

/** An amount of minor units in an ISO 4217 currency, lower case as the hub spells it. */
export function money(minor: number, currency: string): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency: currency.toUpperCase() });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
