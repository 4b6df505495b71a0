/** Where a request stands and how long it may take, from the queue alone. */
import { ready } from "../client/folds/queue";
import type { Queue } from "../client/wire";

/** Songs have no length yet: between these, the gap to the next one included. */
const SHORT_MS = 3 * 60_000;
const LONG_MS = 5 * 60_000;

export interface Turn {
  /** How many come before, what plays now not counted. */
  ahead: number;
  /** Minutes until it plays, as a range. */
  low: number;
  high: number;
}

/** Everybody who is still to come, in order: called up, then waiting and not held. */
export function comingUp(queue: Queue): string[] {
  return [...queue.up_next, ...ready(queue)];
}

/** When an entry's turn comes; null when it is held, plays or is gone. */
export function turnOf(queue: Queue, entry: string, nowMs: number): Turn | null {
  const ahead = comingUp(queue).indexOf(entry);
  if (ahead < 0) return null;
  const played = queue.playing === null ? Infinity : Math.max(0, nowMs - queue.playing_since_ms);
  const rest = (ms: number) => Math.max(0, ms - played);
  return {
    ahead,
    low: Math.round((rest(SHORT_MS) + ahead * SHORT_MS) / 60_000),
    high: Math.ceil((rest(LONG_MS) + ahead * LONG_MS) / 60_000),
  };
}
