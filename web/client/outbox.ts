/** Commands on their way to the hub, in order; they survive a reload and are sent again under the same id. */
import type { AnyCommand } from "./wire";
import type { World } from "./world";

/** What the store keeps of a command. */
export interface Kept {
  readonly id: string;
  readonly cmd: AnyCommand;
  /** When it was given, and which of that moment: their order. */
  readonly at: number;
  readonly nth: number;
  /** Whether it may have reached the hub; until then it can still be changed. */
  readonly left: boolean;
  /** It stays here until then, so that it can be taken back. */
  readonly holdUntil: number;
}

export type Outcome = { ok: true; seq: number } | { ok: false; code: string; say: string };

export interface Pending extends Kept {
  /** Its fact is here: the guess is not needed any more. */
  readonly matched: boolean;
  /** The number of its fact, once acknowledged. */
  readonly acked: number | null;
  /** When it went out on this connection; null: not yet. */
  readonly sentAt: number | null;
}

/** How many commands may wait in one room. */
export const OUTBOX_MAX = 200;

export class Outbox {
  private items: readonly Pending[] = [];
  private nth = 0;
  /** Unknown until the first welcome; then what waited on the device joins in. */
  private drawer: string | null = null;

  constructor(private readonly room: string, private readonly storage: World["storage"]) {}

  get all(): readonly Pending[] {
    return this.items;
  }

  get full(): boolean {
    return this.items.length >= OUTBOX_MAX;
  }

  find(id: string): Pending | undefined {
    return this.items.find((item) => item.id === id);
  }

  add(id: string, cmd: AnyCommand, at: number, holdUntil: number): Pending {
    this.nth += 1;
    const item = { id, cmd, at, nth: this.nth, left: false, holdUntil, matched: false, acked: null, sentAt: null };
    this.items = [...this.items, item];
    this.write(item);
    return item;
  }

  change(id: string, change: Partial<Omit<Pending, "id" | "at" | "nth">>): void {
    this.items = this.items.map((item) => {
      if (item.id !== id) return item;
      const changed = { ...item, ...change };
      if ("cmd" in change || "left" in change || "holdUntil" in change) this.write(changed);
      return changed;
    });
  }

  remove(id: string): void {
    const item = this.find(id);
    if (item === undefined) return;
    this.items = this.items.filter((other) => other !== item);
    if (this.drawer !== null) this.storage?.removeItem(this.key(this.drawer, item));
  }

  /** The connection is gone: everything has to be sent again. */
  recall(): void {
    this.items = this.items.map((item) => (item.sentAt === null ? item : { ...item, sentAt: null }));
  }

  /** From now on commands are kept for `person`; what waited for them joins in, before what is new. */
  open(person: string): void {
    if (this.drawer === person) return;
    this.drawer = person;
    const known = new Set(this.items.map((item) => item.id));
    const kept = this.read(person).filter((item) => !known.has(item.id));
    for (const item of this.items) this.write(item);
    this.items = [...kept.map((item) => ({ ...item, matched: false, acked: null, sentAt: null })), ...this.items];
  }

  private key(person: string, item: Kept): string {
    return `hub.out ${this.room} ${person} ${item.id}`;
  }

  private write(item: Kept): void {
    if (this.drawer === null || this.storage === null) return;
    const { id, cmd, at, nth, left, holdUntil } = item;
    try {
      this.storage.setItem(this.key(this.drawer, item), JSON.stringify({ id, cmd, at, nth, left, holdUntil }));
    } catch {
      // the device is full: the command still waits in memory
    }
  }

  private read(person: string): Kept[] {
    const start = `hub.out ${this.room} ${person} `;
    const found: Kept[] = [];
    for (let index = 0; index < (this.storage?.length ?? 0); index += 1) {
      const key = this.storage?.key(index);
      const text = key?.startsWith(start) ? this.storage?.getItem(key) : null;
      if (text) found.push(JSON.parse(text) as Kept);
    }
    return found.sort((one, other) => one.at - other.at || one.nth - other.nth).slice(-OUTBOX_MAX);
  }
}
