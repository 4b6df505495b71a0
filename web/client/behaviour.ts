/** One thing a room can do, as the client needs it: fold its facts, and guess what a command will bring. */
import type { Actor, AnyCommand, AnyFact, States } from "./wire";

/** What a room's snapshot holds; which of them depends on the kind of room. */
export type RoomState = Partial<Omit<States, "presence">>;

/** Who is guessing, for which command, when. */
export interface Guessing {
  me: Actor;
  id: string;
  now: number;
}

/** A command of mine that has landed, or failed to; `fact` is what it made, where that is known. */
export interface Landed {
  id: string;
  cmd: AnyCommand;
  fact: AnyFact | null;
}

export interface Behaviour<K extends keyof RoomState = keyof RoomState> {
  /** Its key in the snapshot. */
  name: K;
  /** What its tags start with, the dot included. */
  prefix: string;
  fold(state: NonNullable<RoomState[K]>, fact: AnyFact): NonNullable<RoomState[K]>;
  /** The facts this command will most likely make; none: nothing to show before the hub answers. */
  guess(state: NonNullable<RoomState[K]>, command: AnyCommand, about: Guessing): AnyFact[];
  /** Whether a fact of mine is what this command made. */
  settles(command: AnyCommand, fact: AnyFact, me: Actor): boolean;
  /** Commands with the same line go one after the other; null: no need to wait. */
  line?(command: AnyCommand): string | null;
  /** One command for two of which neither has left yet; null when both must go. */
  merge?(earlier: AnyCommand, later: AnyCommand): AnyCommand | null;
  /** `later` may name what was only a guess while `earlier` was under way: name what became of it. */
  rebase?(later: AnyCommand, earlier: Landed, state: NonNullable<RoomState[K]>, me: Actor): AnyCommand;
}

/** What matters only while the connection is live, and is never sent later. */
const FLEETING = new Set<AnyCommand["t"]>(["presence.focus", "presence.typing", "chat.react"]);

export function isFleeting(command: AnyCommand): boolean {
  return FLEETING.has(command.t);
}

/** The behaviours of a page, looked up by tag. */
export class Behaviours {
  private readonly all: readonly Behaviour[];

  constructor(all: readonly { [K in keyof RoomState]-?: Behaviour<K> }[keyof RoomState][]) {
    // each entry is used with the state of its own name only, which `of` and `fold` see to
    this.all = all;
  }

  of(tag: string): Behaviour | null {
    return this.all.find((behaviour) => tag.startsWith(behaviour.prefix)) ?? null;
  }

  fold(state: RoomState, fact: AnyFact): RoomState {
    const behaviour = this.of(fact.t);
    const part = behaviour && state[behaviour.name];
    if (!behaviour || !part) return state;
    return { ...state, [behaviour.name]: behaviour.fold(part, fact) };
  }

  guess(state: RoomState, command: AnyCommand, about: Guessing): RoomState {
    const behaviour = this.of(command.t);
    const part = behaviour && state[behaviour.name];
    if (!behaviour || !part) return state;
    return behaviour.guess(part, command, about).reduce((next, fact) => this.fold(next, fact), state);
  }
}
