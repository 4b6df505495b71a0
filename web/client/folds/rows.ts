/** Mirrors hub/advancing_sync/rows.py: the rows of a list field, an add-wins map by row id. */
import type { Row } from "../wire";
import { covers, newest } from "./register";

export const newRow = (id: string): Row => ({ id, index: "", placed: "", written: [], removed: [], cells: {} });

/** Whether somebody has written in it whom no removal covers. */
export const stands = (row: Row): boolean => !row.written.every((stamp) => covers(row.removed, stamp));

/** The rows to show, in order. */
export function standing(rows: Readonly<Record<string, Row>>): Row[] {
  return Object.values(rows)
    .filter(stands)
    .sort((one, other) => (one.index === other.index ? order(one.id, other.id) : order(one.index, other.index)));
}

const order = (one: string, other: string) => (one < other ? -1 : Number(one > other));

export const writtenBy = (row: Row, stamp: string): Row => ({ ...row, written: newest([...row.written, stamp]) });

export const removed = (row: Row, seen: readonly string[]): Row => ({ ...row, removed: newest([...row.removed, ...seen]) });

export const placed = (row: Row, index: string, stamp: string): Row =>
  stamp > row.placed ? { ...row, index, placed: stamp } : row;

/**
 * An index behind that of the row `after` (first when empty), good until the hub says the real one: it sorts behind
 * every earlier index and before every later one but those that were squeezed into the same gap.
 */
export function indexBehind(rows: Readonly<Record<string, Row>>, after: string): string {
  return `${rows[after]?.index ?? ""}0V`;
}
