/** My commands on their way: in order, each until the hub has answered it, and what follows rebased on what landed. */
import { jitter } from "./backoff";
import type { Behaviours, Landed } from "./behaviour";
import { type Outcome, Outbox, type Pending } from "./outbox";
import type { Replica } from "./replica";
import type { AnyCommand, AnyFact, Do, Fail } from "./wire";
import type { World } from "./world";

/** Sent and not yet answered, at once. */
const WINDOW = 16;
/** How many of my own landed commands are remembered, for later ones that still name their guesses. */
const LANDED_MAX = 200;
/** A command without an answer for so long is sent again; the hub recognises its id. */
export const ANSWER_MS = 20_000;
/** These pass by themselves; what a rule refuses is for the person to hear, even when it may succeed later. */
const PASSING = /^(protocol|room|hub)\./;

export interface Given {
  id: string;
  /** Never rejects: says what came of the command, however long that takes. */
  outcome: Promise<Outcome>;
}

export class Commands {
  private readonly outbox: Outbox;
  private readonly asked = new Map<string, (outcome: Outcome) => void>();
  private landed: readonly Landed[] = [];
  private replica: Replica | null = null;
  private joined = false;
  private tries = 0;
  private pausedUntil = 0;
  private stopTimer: (() => void) | null = null;

  constructor(
    private readonly room: string,
    private readonly behaviours: Behaviours,
    private readonly world: World,
    private readonly send: (frame: Do) => boolean,
    private readonly changed: () => void,
  ) {
    this.outbox = new Outbox(room, world.storage);
  }

  /** Everything that is not answered yet, oldest first. */
  get all(): readonly Pending[] {
    return this.outbox.all;
  }

  give(asked: AnyCommand, holdMs: number): Given {
    const cmd = this.landed.reduce((next, landed) => this.rebased(next, landed), asked);
    const line = this.lineOf(cmd);
    const before = line === null ? undefined : this.outbox.all.findLast((item) => this.lineOf(item.cmd) === line);
    const merged = before && !before.left ? this.behaviours.of(cmd.t)?.merge?.(before.cmd, cmd) : null;
    const id = before && merged ? before.id : this.world.freshId();
    if (merged) this.outbox.change(id, { cmd: merged });
    else if (this.outbox.full) return { id, outcome: Promise.resolve({ ok: false, code: "client.outbox_full", say: "" }) };
    else this.outbox.add(id, cmd, this.world.now(), this.world.now() + holdMs);
    const outcome = this.outcome(id);
    this.changed();
    this.pump();
    return { id, outcome };
  }

  /** Sent now or never: what matters only at this moment. */
  fling(cmd: AnyCommand): Given {
    const id = this.world.freshId();
    const sent = this.joined && this.send({ t: "do", id, room: this.room, cmd });
    const outcome: Outcome = sent ? { ok: true, seq: 0 } : { ok: false, code: "client.offline", say: "" };
    return { id, outcome: Promise.resolve(outcome) };
  }

  /** Take back a command that has not left yet; false when it may have reached the hub. */
  recall(id: string): boolean {
    const item = this.outbox.find(id);
    if (item === undefined || item.left) return false;
    this.answer(item, { ok: false, code: "client.recalled", say: "" });
    return true;
  }

  /** Send what is held back, at once: the page is about to go. */
  release(): void {
    for (const item of this.outbox.all) this.outbox.change(item.id, { holdUntil: 0 });
    this.pump();
  }

  /** The replica moved on over these facts: mine take the place of the guesses that they confirm. */
  follow(replica: Replica, facts: readonly AnyFact[]): void {
    if (this.replica === null) this.outbox.open(replica.you.person);
    this.replica = replica;
    for (const fact of facts) this.match(fact, replica);
    this.tidy();
    this.pump();
  }

  join(): void {
    this.joined = true;
    this.pump();
  }

  lost(): void {
    this.joined = false;
    this.outbox.recall();
  }

  acked(id: string, seq: number): void {
    if (this.outbox.find(id) === undefined) return;
    this.tries = 0;
    this.outbox.change(id, { acked: seq });
    this.tidy();
    this.changed();
    this.pump();
  }

  /** The command this is about, when it is refused for good; null when it will be sent again or is not ours. */
  failed(fail: Fail): Pending | null {
    const item = this.outbox.find(fail.id ?? "");
    if (item === undefined) return null;
    if (fail.retry && PASSING.test(fail.code)) {
      this.outbox.change(item.id, { sentAt: null });
      this.pause((fail.retry_after_ms ?? 0) + jitter(this.tries, this.world.random()));
      this.tries += 1;
      return null;
    }
    this.answer(item, { ok: false, code: fail.code, say: fail.say });
    this.pump();
    return item;
  }

  /** What comes of a command that waits; the same as `give` said. */
  outcome(id: string): Promise<Outcome> {
    return new Promise((resolve) => {
      const others = this.asked.get(id);
      this.asked.set(id, (outcome) => {
        others?.(outcome);
        resolve(outcome);
      });
    });
  }

  private match(fact: AnyFact, replica: Replica): void {
    const behaviour = this.behaviours.of(fact.t);
    const item = this.outbox.all.find((one) => one.left && !one.matched && behaviour?.settles(one.cmd, fact, replica.you));
    if (item === undefined) return;
    this.outbox.change(item.id, { matched: true });
    this.land({ id: item.id, cmd: item.cmd, fact });
  }

  /** What was asked for on top of it now stands on what it became. */
  private land(landed: Landed): void {
    this.landed = [...this.landed, landed].slice(-LANDED_MAX);
    for (const item of this.outbox.all) {
      const cmd = this.rebased(item.cmd, landed);
      if (cmd !== item.cmd) this.outbox.change(item.id, { cmd });
    }
  }

  private rebased(cmd: AnyCommand, landed: Landed): AnyCommand {
    const behaviour = this.behaviours.of(cmd.t);
    const part = behaviour && this.replica?.state[behaviour.name];
    if (!behaviour?.rebase || !part || this.replica === null) return cmd;
    return behaviour.rebase(cmd, landed, part, this.replica.you);
  }

  /** What is acknowledged and folded in needs no place in the outbox. */
  private tidy(): void {
    const seen = this.replica?.seen ?? 0;
    for (const item of this.outbox.all) {
      if (item.acked !== null && item.acked <= seen) this.answer(item, { ok: true, seq: item.acked });
    }
  }

  private answer(item: Pending, outcome: Outcome): void {
    this.outbox.remove(item.id);
    if (!item.matched) this.land({ id: item.id, cmd: item.cmd, fact: null });
    this.changed();
    this.asked.get(item.id)?.(outcome);
    this.asked.delete(item.id);
  }

  private lineOf(cmd: AnyCommand): string | null {
    return this.behaviours.of(cmd.t)?.line?.(cmd) ?? null;
  }

  /** Send what may go now: in order, one at a time per line, a window in all. */
  private pump(): void {
    const now = this.world.now();
    if (!this.joined || now < this.pausedUntil) return;
    const underWay = (item: Pending) => item.sentAt !== null && item.acked === null && item.sentAt > now - ANSWER_MS;
    let open = this.outbox.all.filter(underWay).length;
    for (const item of this.outbox.all) {
      if (open >= WINDOW) break;
      if (item.acked !== null || underWay(item) || item.holdUntil > now || this.blocked(item)) continue;
      this.outbox.change(item.id, { left: true, sentAt: now });
      if (!this.send({ t: "do", id: item.id, room: this.room, cmd: item.cmd })) break;
      open += 1;
    }
    this.pumpLater(now, open);
  }

  /** An earlier command of the same line has not landed yet: an ack may come before its fact, which says the stamp. */
  private blocked(item: Pending): boolean {
    const line = this.lineOf(item.cmd);
    if (line === null) return false;
    const first = this.outbox.all.find((other) => !other.matched && this.lineOf(other.cmd) === line);
    return first !== undefined && first !== item;
  }

  private pumpLater(now: number, open: number): void {
    const held = this.outbox.all.map((item) => item.holdUntil - now).filter((ms) => ms > 0);
    const due = Math.min(...held, open > 0 ? ANSWER_MS : Infinity);
    if (due < Infinity) this.later(due);
  }

  private pause(ms: number): void {
    this.pausedUntil = this.world.now() + ms;
    this.later(ms);
  }

  private later(ms: number): void {
    this.stopTimer?.();
    this.stopTimer = this.world.after(ms, () => this.pump());
  }
}
