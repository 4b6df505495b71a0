/** What this client knows of a room for certain: pure steps from frame to frame. */
import type { Behaviours, RoomState } from "./behaviour";
import type { Actor, AnyFact, Facts, Welcome } from "./wire";

export interface Replica {
  readonly epoch: string;
  /** Everything up to and with this number has been folded in. */
  readonly seen: number;
  readonly you: Actor;
  readonly state: RoomState;
}

/** The frame does not join on to what we have. */
export const GAP = "gap";

function folded(state: RoomState, facts: [number, AnyFact][], after: number, behaviours: Behaviours): RoomState {
  return facts.reduce((next, [seq, fact]) => (seq > after ? behaviours.fold(next, fact) : next), state);
}

/** The replica after a welcome: from its snapshot, or from what we had and exactly what we missed. */
export function welcomed(had: Replica | null, frame: Welcome, behaviours: Behaviours): Replica | typeof GAP {
  const { epoch, you, at, upto: seen } = frame;
  if (frame.state !== undefined) {
    return { epoch, seen, you, state: folded(frame.state, frame.facts, at, behaviours) };
  }
  if (had?.epoch !== epoch || had.seen !== at) return GAP;
  return { epoch, seen, you, state: folded(had.state, frame.facts, at, behaviours) };
}

/** The replica after news. Facts that are hidden from this lane leave holes: `after` and `upto` say what joins. */
export function advanced(had: Replica, frame: Facts, behaviours: Behaviours): Replica | typeof GAP {
  if (frame.upto <= had.seen) return had;
  if (frame.after > had.seen) return GAP;
  return { ...had, seen: frame.upto, state: folded(had.state, frame.facts, had.seen, behaviours) };
}
