/** What was done in this form, followed while the page is open: the hub's list, and what happens before it has it. */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { askAs } from "../../parts/api";
import type { Session } from "../../parts/session";
import { lineOf } from "./activity";
import { type Done, donePath, type Filter, isNew, merged, NO_FILTER, PAGE, type Since } from "./done";

const HEARD_MAX = 100;
/** The hub's lists follow within a second: asked again after this long, they have what happened before. */
const SETTLED_MS = 1_500;

export class Doings {
  readonly filter = signal<Filter>(NO_FILTER);
  /** Newest first; null until the first are there. */
  readonly lines: ReadonlySignal<readonly Done[] | null>;
  /** There are older ones. */
  readonly more = signal(false);
  /** The hub's list cannot be read now. */
  readonly away = signal(false);
  /** Everybody who has a line, by id. */
  readonly people = signal<ReadonlyMap<string, string>>(new Map());
  readonly since = signal<Since>({ seen: 0, upto: 0 });
  /** How much of what is new nobody has looked at yet. */
  readonly news: ReadonlySignal<number>;
  private readonly kept = signal<readonly Done[] | null>(null);
  private readonly heard = signal<readonly Done[]>([]);
  private readonly looked = signal(false);
  /** How many lists show it, and up to which line the hub was told that they did; null before it was asked. */
  private shown = 0;
  private told: number | null = null;
  /** Lines that come for another filter are not mixed in. */
  private turn = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly session: Session) {
    this.lines = computed(() => {
      const [kept, heard] = [this.kept.value, this.filter.value === NO_FILTER ? this.heard.value : []];
      return kept === null && heard.length === 0 ? null : merged(heard, kept ?? []);
    });
    this.news = computed(() => {
      const me = session.you.value?.person ?? "";
      return this.looked.value ? 0 : (this.kept.value ?? []).filter((line) => isNew(line, this.since.value, me)).length;
    });
    session.room.happened.watch((fact) => {
      if (!fact.t.startsWith("advance.")) return;
      const line = lineOf(session, fact);
      if (line) this.heard.value = [line, ...this.heard.value].slice(0, HEARD_MAX);
      this.lookSoon();
    });
    effect(() => {
      if (session.status.value.kind !== "live") return;
      void this.look();
      // What was written just before this page came is not heard here, and may not be in the list yet.
      this.lookSoon();
    });
    document.addEventListener("visibilitychange", () => this.back());
  }

  get me(): string {
    return this.session.you.value?.person ?? "";
  }

  /** A list is on the screen now; what comes back says that it is gone. */
  open(): () => void {
    this.shown += 1;
    this.looked.value = true;
    this.tell();
    return () => (this.shown -= 1);
  }

  choose(change: Partial<Filter>): void {
    const next = { ...this.filter.value, ...change };
    this.filter.value = Object.values(next).some(Boolean) ? next : NO_FILTER;
    this.kept.value = null;
    void this.load(null);
  }

  older(): void {
    const last = this.kept.value?.at(-1)?.seq ?? null;
    void this.load(last);
  }

  private lookSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), SETTLED_MS);
  }

  private async look(): Promise<void> {
    await this.load(null);
    if (this.told === null) await this.begin();
    this.tell();
  }

  /** From where this person goes on reading. */
  private async begin(): Promise<void> {
    const seen = await this.ask<{ seq: number }>("GET", "seen").catch(() => null);
    if (seen === null || this.told !== null) return;
    this.told = seen.seq;
    this.since.value = { seen: seen.seq, upto: this.newest };
  }

  /** Whoever comes back to the page finds marked what happened meanwhile. */
  private back(): void {
    if (document.visibilityState !== "visible" || this.told === null) return;
    if (this.newest > this.told && this.filter.peek() === NO_FILTER) {
      this.since.value = { seen: this.told, upto: this.newest };
      this.looked.value = this.shown > 0;
    }
    this.tell();
  }

  /** What was on the screen was seen. */
  private tell(): void {
    const seq = this.newest;
    if (this.shown === 0 || this.told === null || seq <= this.told || this.filter.peek() !== NO_FILTER || document.visibilityState !== "visible") return;
    this.told = seq;
    void this.ask("PUT", "seen", { seq }).catch(() => undefined);
  }

  private get newest(): number {
    return this.kept.peek()?.[0]?.seq ?? 0;
  }

  private ask<T>(method: "GET" | "PUT", what: string, body?: unknown): Promise<T> {
    return askAs<T>(this.session.token.peek(), method, `/api/rooms/${this.session.room.id}/activity/${what}`, body);
  }

  private async load(before: number | null): Promise<void> {
    const turn = ++this.turn;
    try {
      const page = await askAs<Done[]>(this.session.token.peek(), "GET", donePath(this.session.room.id, this.filter.peek(), before));
      if (turn !== this.turn) return;
      this.take(page, before);
      this.away.value = false;
    } catch {
      if (turn === this.turn) this.away.value = true;
    }
  }

  private take(page: readonly Done[], before: number | null): void {
    const had = this.kept.peek() ?? [];
    const end = page.at(-1)?.seq ?? 0;
    const older = page.length < PAGE ? [] : had.filter((line) => (line.seq ?? 0) < end);
    this.kept.value = before === null ? [...page, ...older] : [...had, ...page];
    if (before !== null || older.length === 0) this.more.value = page.length === PAGE;
    const named = page.flatMap((line) => (line.name ? [[line.person, line.name] as const] : []));
    if (named.some(([person]) => !this.people.peek().has(person))) this.people.value = new Map([...this.people.peek(), ...named]);
  }
}
