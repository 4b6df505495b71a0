/** One room: what is certain, what I have asked for since, and who is here. */
import { type Behaviours, isFleeting, type RoomState } from "./behaviour";
import { Commands, type Given } from "./commands";
import type { Outcome, Pending } from "./outbox";
import { heard, NOBODY, type Roster } from "./presence";
import { advanced, GAP, type Replica, welcomed } from "./replica";
import { Signal, Store } from "./store";
import type { Ack, Actor, AnyCommand, AnyFact, AnyNotice, Do, Facts, Fail, Notices, Seen, ServerFrame, Welcome } from "./wire";
import type { World } from "./world";

export interface Refusal {
  id: string;
  cmd: AnyCommand;
  code: string;
  say: string;
}

export type Phase = { kind: "loading" } | { kind: "ready" } | { kind: "refused"; code: string; say: string };

export class Room {
  /** The room as this person should see it: the certain state with their own waiting commands on top. */
  readonly state = new Store<RoomState>({});
  readonly phase = new Store<Phase>({ kind: "loading" });
  readonly you = new Store<Actor | null>(null);
  readonly here = new Store<Roster>(NOBODY);
  /** Commands that the hub has not confirmed, oldest first. */
  readonly waiting = new Store<readonly Pending[]>([]);
  readonly noticed = new Signal<AnyNotice>();
  readonly refused = new Signal<Refusal>();
  /** Facts as they come in: not those of a snapshot, not guesses. */
  readonly happened = new Signal<AnyFact>();

  private replica: Replica | null = null;
  private readonly commands: Commands;

  constructor(
    readonly id: string,
    private readonly behaviours: Behaviours,
    world: World,
    send: (frame: Do) => boolean,
  ) {
    this.commands = new Commands(id, behaviours, world, send, () => this.show());
  }

  /** What a hello says of this room. */
  get seen(): Seen {
    return { room: this.id, epoch: this.replica?.epoch ?? "", seen: this.replica?.seen ?? 0 };
  }

  /**
   * Ask for something. With `holdMs` it is shown at once but leaves only then, so that `recall` can take it back.
   * What matters only now (focus, typing, reactions) is sent now or never.
   */
  do(cmd: AnyCommand, holdMs = 0): Given {
    return isFleeting(cmd) ? this.commands.fling(cmd) : this.commands.give(cmd, holdMs);
  }

  /** What comes of a command that waits, such as one from before a reload. */
  outcome(id: string): Promise<Outcome> {
    return this.commands.outcome(id);
  }

  /** Take back a command that has not left yet; false when it may have reached the hub. */
  recall(id: string): boolean {
    return this.commands.recall(id);
  }

  /** Send what is held back, at once: the page is about to go. */
  release(): void {
    this.commands.release();
  }

  /** A frame of this room. `GAP`: come back with what we have. */
  hear(frame: ServerFrame): typeof GAP | null {
    if (frame.t === "notice") this.notice(frame);
    if (frame.t !== "welcome" && frame.t !== "facts") return null;
    const had = this.replica;
    const next = frame.t === "facts" ? this.advanced(had, frame) : this.welcomed(frame);
    if (next === GAP) return GAP;
    this.replica = next;
    const after = frame.t === "welcome" ? frame.at : (had?.seen ?? 0);
    const news = frame.facts.flatMap(([seq, fact]) => (seq > after ? [fact] : []));
    this.commands.follow(next, news);
    if (frame.t === "welcome") this.enter(next.you);
    this.show();
    news.forEach((fact) => this.happened.emit(fact));
    return null;
  }

  /** The hub refused the room itself. */
  shut(fail: Fail): void {
    this.phase.set({ kind: "refused", code: fail.code, say: fail.say });
  }

  acked(ack: Ack): void {
    this.commands.acked(ack.id, ack.seq);
  }

  failed(fail: Fail): void {
    const item = this.commands.failed(fail);
    if (item) this.refused.emit({ id: item.id, cmd: item.cmd, code: fail.code, say: fail.say });
  }

  lost(): void {
    this.commands.lost();
    this.show();
  }

  private advanced(had: Replica | null, frame: Facts): Replica | typeof GAP {
    return had === null ? GAP : advanced(had, frame, this.behaviours);
  }

  private welcomed(frame: Welcome): Replica | typeof GAP {
    const next = welcomed(this.replica, frame, this.behaviours);
    // a welcome that does not fit what we named: what we have is worth nothing to the hub
    if (next === GAP) this.replica = null;
    return next;
  }

  private enter(you: Actor): void {
    this.you.set(you);
    this.phase.set({ kind: "ready" });
    this.commands.join();
  }

  private notice(frame: Notices): void {
    this.here.set(frame.notices.reduce(heard, this.here.get()));
    frame.notices.forEach((notice) => this.noticed.emit(notice));
  }

  private show(): void {
    const replica = this.replica;
    this.waiting.set(this.commands.all);
    if (replica === null) return;
    const guesses = this.commands.all.filter((item) => !item.matched);
    this.state.set(
      guesses.reduce(
        (state, { cmd, id, at }) => this.behaviours.guess(state, cmd, { me: replica.you, id, now: at }),
        replica.state,
      ),
    );
  }
}
