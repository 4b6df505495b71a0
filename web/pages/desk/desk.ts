/** What the desk can do to the queue, each with its undo. The keys and the buttons both end here. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Outcome } from "../../client";
import { GUESSED } from "../../client/folds/chat";
import type { AnyCommand, Entry, Queue } from "../../client/wire";
import type { Session } from "../../parts/session";
import { toast } from "../../parts/toast";
import { comingUp } from "../../parts/wait";
import { sentence, t } from "../../texts";

/** How long a destructive key can be undone: the command leaves only then. */
export const UNDO_MS = 10_000;
const UNDOS_MAX = 50;

interface Undo {
  what: string;
  run: () => void;
}

export class Desk {
  /** The chosen request; empty for none. */
  readonly chosen = signal("");
  /** What was refused, by the request it is about. */
  readonly problems = signal<Readonly<Record<string, string>>>({});
  private undos: Undo[] = [];

  constructor(readonly session: Session, readonly queue: ReadonlySignal<Queue>) {}

  entry(id: string | null | undefined): Entry | undefined {
    return id ? this.queue.value.entries[id] : undefined;
  }

  /** A request that the hub knows: one that is still on its way has no id to name it by. */
  private known(id: string): Entry | undefined {
    return id.startsWith(GUESSED) ? undefined : this.entry(id);
  }

  /** Called up first, then those who wait: the order on screen. */
  get order(): string[] {
    return [...this.queue.value.up_next, ...this.queue.value.waiting];
  }

  /** What N would start. */
  get next(): Entry | undefined {
    return this.entry(comingUp(this.queue.value).find((id) => this.known(id)));
  }

  choose(step: 1 | -1): void {
    const order = this.order;
    const at = order.indexOf(this.chosen.value);
    const to = at < 0 ? (step > 0 ? 0 : order.length - 1) : Math.min(order.length - 1, Math.max(0, at + step));
    this.chosen.value = order[to] ?? "";
  }

  /** Names the request, so that the one on screen starts whatever happens on the way. */
  play(entry = this.next): void {
    if (entry && this.known(entry.id)) this.ask({ t: "queue.play", entry: entry.id }, entry.id);
  }

  finish(): void {
    if (this.queue.value.playing) this.ask({ t: "queue.finish" }, this.queue.value.playing);
  }

  callUp(id: string): void {
    if (this.known(id) && this.queue.value.waiting.includes(id)) this.ask({ t: "queue.call_up", entry: id }, id);
  }

  hold(id: string): void {
    const entry = this.known(id);
    if (!entry || !this.queue.value.waiting.includes(id)) return;
    const on = !entry.held;
    this.ask({ t: "queue.hold", entry: id, on }, id);
    this.remember(entry.title, () => this.ask({ t: "queue.hold", entry: id, on: !on }, id));
  }

  /** Before the request `before`, or last. */
  move(id: string, before: string | null): void {
    const entry = this.known(id);
    const { waiting } = this.queue.value;
    const at = waiting.indexOf(id);
    if (!entry || at < 0 || before === id || before?.startsWith(GUESSED)) return;
    const after = waiting[at + 1] ?? null;
    if (after === before) return;
    this.ask({ t: "queue.reorder", entry: id, before }, id);
    this.remember(entry.title, () => this.ask({ t: "queue.reorder", entry: id, before: after }, id));
  }

  shift(id: string, step: 1 | -1): void {
    const { waiting } = this.queue.value;
    const at = waiting.indexOf(id);
    if (at < 0 || at + step < 0 || at + step >= waiting.length) return;
    this.move(id, (step < 0 ? waiting[at - 1] : waiting[at + 2]) ?? null);
  }

  skip(id: string): void {
    const entry = this.known(id);
    if (entry) this.destroy(entry, { t: "queue.skip", entry: id }, t.desk.skipped(entry.title));
  }

  withdraw(id: string): void {
    const entry = this.known(id);
    if (entry) this.destroy(entry, { t: "queue.withdraw", entry: id }, t.desk.removed(entry.title));
  }

  undo(): void {
    const last = this.undos.pop();
    if (last === undefined) {
      toast(t.desk.nothingToUndo);
      return;
    }
    last.run();
    toast(t.desk.undone(last.what));
  }

  private destroy(entry: Entry, cmd: AnyCommand, what: string): void {
    const order = this.order;
    const neighbour = order[order.indexOf(entry.id) + 1] ?? order[order.indexOf(entry.id) - 1] ?? "";
    const { id, outcome } = this.session.room.do(cmd, UNDO_MS);
    const undo: Undo = { what, run: () => void this.session.room.recall(id) };
    if (this.chosen.value === entry.id) this.chosen.value = neighbour;
    this.undos = [...this.undos, undo].slice(-UNDOS_MAX);
    setTimeout(() => (this.undos = this.undos.filter((one) => one !== undo)), UNDO_MS);
    toast(what, {
      forMs: UNDO_MS,
      undo: () => {
        this.undos = this.undos.filter((one) => one !== undo);
        undo.run();
      },
    });
    void outcome.then((result) => this.tell(result, entry.id));
  }

  private ask(cmd: AnyCommand, about: string): void {
    this.problems.value = { ...this.problems.value, [about]: "" };
    void this.session.room.do(cmd).outcome.then((result) => this.tell(result, about));
  }

  /** A refusal stands beside the request it is about, or, when that is gone, at the foot of the page. */
  private tell(result: Outcome, about: string): void {
    if (result.ok || result.code === "client.recalled") return;
    const say = sentence(result.code, result.say);
    if (this.order.includes(about)) this.problems.value = { ...this.problems.value, [about]: say };
    else toast(say, { bad: true });
  }

  private remember(what: string, run: () => void): void {
    this.undos = [...this.undos, { what, run }].slice(-UNDOS_MAX);
  }
}
