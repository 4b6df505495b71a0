/** Mirrors hub/advancing_sync/register.py and stamp.py: a value that two people may write at once. */
import type { FactOf } from "../names";
import type { Register, Write } from "../wire";

export const EMPTY: Register = { value: null, stamp: "", by: "", name: "", at_ms: 0, siblings: [], seen: [], gone: [], party: "", source: "typed" };

const PERSON_AT = "0000000000000-0000-".length;

/** The newest stamp of each person, sorted: a version vector. */
export function newest(stamps: Iterable<string>): string[] {
  const last = new Map<string, string>();
  for (const stamp of stamps) {
    const person = stamp.slice(PERSON_AT);
    const known = last.get(person);
    if (known === undefined || stamp > known) last.set(person, stamp);
  }
  return [...last.values()].sort();
}

/** Whether a version vector has this stamp: it knows one by the same person that is not older. */
export function covers(seen: Iterable<string>, stamp: string): boolean {
  const person = stamp.slice(PERSON_AT);
  for (const mark of seen) if (mark >= stamp && mark.slice(PERSON_AT) === person) return true;
  return false;
}

/** Every write that nobody has superseded, newest first. */
export function heads(register: Register): readonly Write[] {
  if (register.stamp === "") return [];
  const { value, stamp, by, name, at_ms, party, source } = register;
  return [{ value, stamp, by, name, at_ms, party, source }, ...register.siblings];
}

export function written(fact: FactOf<"advance.edited">): Write {
  const { value, stamp, by, name, at_ms, party, source } = fact;
  return { value, stamp, by, name, at_ms, party, source };
}

/** The register after a write whose writer had the value with the stamp `saw` before them (empty: none). */
export function write(register: Register, add: Write, saw: string): Register {
  const known = knownTo(register);
  if (covers(known, add.stamp)) return register;
  const kept = heads(register).filter((head) => head.stamp !== saw);
  if (!register.gone.includes(add.stamp)) kept.push(add);
  return made(kept, [...known, add.stamp], [...register.gone, saw]);
}

/** The register after somebody who saw them let the values with these stamps go. */
export function settle(register: Register, settled: readonly string[]): Register {
  const kept = heads(register).filter((head) => !settled.includes(head.stamp));
  return made(kept, knownTo(register), [...register.gone, ...settled]);
}

function knownTo(register: Register): string[] {
  return newest([...register.seen, ...heads(register).map((head) => head.stamp)]);
}

/** The one form of these writes: equal knowledge is an equal value. */
function made(kept: readonly Write[], knownStamps: readonly string[], goneStamps: readonly string[]): Register {
  const [shown, ...siblings] = [...kept].sort((one, other) => (one.stamp < other.stamp ? 1 : -1));
  const standing = new Set(kept.map((head) => head.stamp));
  const known = newest(knownStamps);
  const seen = known.filter((stamp) => !standing.has(stamp));
  const gone = [...new Set(goneStamps)].filter((stamp) => stamp !== "" && !covers(known, stamp)).sort();
  return shown === undefined ? { ...EMPTY, seen, gone } : { ...shown, siblings, seen, gone };
}
