/** Mirrors hub/advancing_sync/guests.py: how many places a guest list has left, and who is inside. */
import type { CommandOf, FactOf } from "../names";
import type { AnyFact, Form, Row, Tally } from "../wire";
import { standing } from "./rows";

export const GUESTS = "guest_list.guests";

/** By row, then by the person who counted. */
export type Arrivals = Readonly<Record<string, Readonly<Record<string, Tally>>>>;

type Counted = FactOf<"advance.checked_in">;

export function foldArrivals(arrivals: Arrivals, { row, by, ins, outs, at_ms }: Counted): Record<string, Record<string, Tally>> {
  const had = arrivals[row]?.[by] ?? { ins: 0, outs: 0, at_ms: 0 };
  const now = { ins: Math.max(had.ins, ins), outs: Math.max(had.outs, outs), at_ms: Math.max(had.at_ms, at_ms) };
  return { ...arrivals, [row]: { ...arrivals[row], [by]: now } };
}

interface Made {
  by: string;
  name: string;
  at_ms: number;
  stamp: string;
}

export function guessArrival(arrivals: Arrivals, { row, count = 1 }: CommandOf<"advance.check_in">, made: Made): AnyFact {
  const mine = arrivals[row]?.[made.by];
  const ins = (mine?.ins ?? 0) + Math.max(count, 0);
  const outs = (mine?.outs ?? 0) + Math.max(-count, 0);
  return { t: "advance.checked_in", field: GUESTS, row, count, ins, outs, ...made };
}

/** How many of a row's people are in. */
export function inside(arrivals: Arrivals, row: string): number {
  return Math.max(0, Object.values(arrivals[row] ?? {}).reduce((sum, tally) => sum + tally.ins - tally.outs, 0));
}

/** How many people a row is: the guest and who comes along. */
export const expected = (row: Row): number => 1 + (Number(row.cells["plus"]?.value) || 0);

export const declined = (row: Row): boolean => row.cells["approved"]?.value === false;

/** How many places of the allotment are taken: who is declined takes none. */
export function taken(form: Form): number {
  const rows = standing(form.lists[GUESTS] ?? {}).filter((row) => !declined(row));
  return rows.reduce((sum, row) => sum + expected(row), 0);
}
