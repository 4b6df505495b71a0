/** On which days before a deadline people are reminded. */

/** The next mails: the day, and who gets one about what. */
export interface Coming {
  day: string;
  people: { account: string; name: string; role: string; sections: { section: string; label: string; day: string }[] }[];
}

export interface Reminders {
  days: number[];
  /** Whether this hub sends mails at all. */
  mail: boolean;
  next: Coming | null;
  why: string;
}

export const DAYS_MAX = 10;
const FURTHEST = 60;
/** What is offered. */
const USUAL = [21, 14, 10, 7, 5, 3, 2, 1, 0];

/** The days before a deadline, the furthest first, and whether the day itself is one of them. */
export const split = (days: readonly number[]): { before: number[]; onTheDay: boolean } => ({ before: sorted(days.filter((day) => day > 0)), onTheDay: days.includes(0) });

/** What can be ticked: the usual days and those that are chosen. */
export const offered = (chosen: readonly number[]): number[] => sorted([...new Set([...USUAL, ...chosen])]);

/** A number of days as it was typed; null when it is none. */
export function typedDay(text: string): number | null {
  const day = /^\d{1,2}$/.test(text.trim()) ? Number(text) : FURTHEST + 1;
  return day <= FURTHEST ? day : null;
}

const sorted = (days: readonly number[]): number[] => [...days].sort((one, other) => other - one);
