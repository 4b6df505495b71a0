/**
 * Long texts that merge by character: a document of Yjs for each field that is open, what was typed on its way to the
 * hub, and what becomes of it when the hub goes on with another document. This part of the client needs `yjs`.
 */
import * as Y from "yjs";
import { type Draft, Drafts } from "./draft";
import { EMPTY } from "./folds/register";
import { begun, NOTHING, textOf } from "./folds/text";
import type { Outcome } from "./outbox";
import type { Room } from "./room";
import { Store } from "./store";
import { clean, difference, fromBase64, opened, ROOT, saysOf, standing, toBase64 } from "./text_doc";
import { threeWay } from "./three_way";
import type { AnyCommand, LongText } from "./wire";
import type { World } from "./world";

/** What is typed within so long goes as one, and is undone at once. */
export const PAUSE_MS = 250;
const UNDO_MS = 600;
/** An update beyond this does not go in one frame; the text is taken for too long then. */
const UPDATE_BYTES_MAX = 46 * 1024;
/** So often what is typed is put into another document at once; then it waits for the next key stroke. */
const MOVES_MAX = 3;
const LOCAL = "local";

type TextCommand = Extract<AnyCommand, { t: "advance.text" }>;

export interface Problem {
  code: string;
  say: string;
}

/** One long text as this person types it. */
export class LiveText {
  /** What the text says here, with what has not been saved yet. */
  readonly value: Store<string>;
  /** Whether something that was typed is not saved yet. */
  readonly unsaved = new Store(false);
  /** Why the hub did not take it; what was typed stays, and goes with the next key stroke. */
  readonly problem = new Store<Problem | null>(null);
  readonly canUndo = new Store(false);
  readonly canRedo = new Store(false);

  private doc: Y.Doc;
  private undos: Y.UndoManager;
  private readonly drafts: Drafts;
  /** What the hub has, as far as it is known here. */
  private certain: LongText;
  /** Typed and not given to the room; null when there is nothing. */
  private typed: Uint8Array | null = null;
  private given: { id: string; update: string } | null = null;
  private stopTimer: (() => void) | null = null;
  /** A command from before a reload is under way: what was typed then, and what the text said here when it was read. */
  private resuming: { draft: Draft; shown: string } | null = null;
  /** How often in a row the hub said that this builds on another document. */
  private moves = 0;
  /** What may keep the field closed, as it was when the hub refused. */
  private closed: unknown[] = [];

  constructor(
    readonly field: string,
    private readonly room: Room,
    private readonly world: World,
  ) {
    this.drafts = new Drafts(world.storage, `hub.text ${room.id} ${room.you.get()?.person ?? ""} ${field}`);
    this.certain = this.standing();
    this.doc = opened(this.certain);
    this.undos = this.follow();
    this.value = new Store(saysOf(this.doc));
    this.resume();
    room.state.watch(() => this.hear());
  }

  /** The person made the text this. */
  write(text: string): void {
    const after = clean(text);
    const { at, gone, put } = difference(this.value.get(), after);
    if (gone === 0 && put === "") return;
    this.doc.transact(() => {
      const root = this.doc.getText(ROOT);
      if (gone > 0) root.delete(at, gone);
      if (put !== "") root.insert(at, put);
    }, LOCAL);
  }

  /** Takes back what this person typed last, and nothing of anybody else. */
  undo(): void {
    this.undos.undo();
  }

  redo(): void {
    this.undos.redo();
  }

  /** A place in the text that stays where it is while others type; `read` says where it is now. */
  mark(at: number): { read: () => number } {
    const root = this.doc.getText(ROOT);
    const doc = this.doc;
    const place = Y.createRelativePositionFromTypeIndex(root, Math.min(at, root.length));
    return { read: () => (doc === this.doc ? (Y.createAbsolutePositionFromRelativePosition(place, doc)?.index ?? at) : at) };
  }

  /** Give what is typed to the room at once. */
  flush(): void {
    this.stopTimer?.();
    this.stopTimer = null;
    if (this.typed === null) return;
    if (this.given !== null && (this.resuming !== null || !this.room.recall(this.given.id))) {
      this.keep(); // it goes when what is under way is answered
      return;
    }
    if (this.given !== null) this.typed = Y.mergeUpdates([fromBase64(this.given.update), this.typed]);
    this.given = null;
    // what came and went again while nothing could be saved need not be told
    if (this.typed.length > UPDATE_BYTES_MAX) this.renew(this.certain, this.value.get());
    this.giveTyped();
  }

  private giveTyped(): void {
    const { typed } = this;
    if (typed === null) return;
    if (typed.length > UPDATE_BYTES_MAX) {
      this.refused({ code: "advance.too_long", say: "This text is too long: shorten it." });
      return;
    }
    this.typed = null;
    this.give(toBase64(typed));
  }

  private standing(): LongText {
    const form = this.room.state.get().advancing_sync;
    return form ? standing(form, this.field) : begun("");
  }

  private give(update: string): void {
    const cmd: TextCommand = { t: "advance.text", field: this.field, generation: this.certain.generation, update };
    const { id, outcome } = this.room.do(cmd);
    this.await(id, update, outcome);
    this.keep();
  }

  private await(id: string, update: string, outcome: Promise<Outcome>): void {
    const given = { id, update };
    this.given = given;
    void outcome.then((result) => {
      if (this.given === given) this.answered(given.update, result);
    });
  }

  private answered(update: string, outcome: Outcome): void {
    this.given = null;
    if (outcome.ok) {
      this.problem.set(null);
      this.moves = 0;
      const now = this.standing();
      if (now.generation === this.certain.generation) this.take(now);
      else this.move(now, saysOf(opened(this.certain, update)));
      this.flush();
    } else if (outcome.code === "advance.text_moved" && this.moves < MOVES_MAX) {
      this.moves += 1;
      this.move(this.standing(), saysOf(opened(this.certain)));
      this.flush();
    } else {
      const back = fromBase64(update);
      this.typed = this.typed === null ? back : Y.mergeUpdates([back, this.typed]);
      this.refused({ code: outcome.code, say: outcome.say });
    }
    this.keep();
  }

  private refused(problem: Problem): void {
    this.problem.set(problem);
    this.closed = this.closing();
    this.keep();
  }

  /** The room moved on. */
  private hear(): void {
    if (this.resuming !== null) return; // what comes may be what was typed before the reload
    const now = this.standing();
    if (now.generation === this.certain.generation) this.take(now);
    else if (this.given === null) {
      this.move(now, saysOf(opened(this.certain)));
      this.flush();
    }
    // else: whether what is under way is in that document is known when it is answered
    if (this.problem.get() !== null && this.closing().some((one, at) => one !== this.closed[at])) this.flush();
  }

  private closing(): unknown[] {
    const form = this.room.state.get().advancing_sync;
    return [form?.locks[this.field], form?.agreement.standings[this.field.split(".")[0] ?? ""]];
  }

  /** Another document: what was typed on top of `base` is put into it. */
  private move(now: LongText, base: string): void {
    this.renew(now, threeWay(base, saysOf(opened(now)), this.value.get()));
  }

  private renew(now: LongText, mine: string): void {
    this.undos.destroy();
    this.doc.destroy();
    this.certain = now;
    this.typed = null;
    this.doc = opened(now);
    this.undos = this.follow();
    this.value.set(saysOf(this.doc));
    this.write(mine);
  }

  /** More of the same document. */
  private take(now: LongText): void {
    const had = this.certain;
    if (now === had) return;
    const news = now.doc === had.doc ? now.updates.slice(had.updates.length) : [now.doc, ...now.updates];
    this.certain = now;
    if (news.length > 0) this.doc.transact(() => news.forEach((update) => Y.applyUpdate(this.doc, fromBase64(update))));
  }

  private follow(): Y.UndoManager {
    const doc = this.doc;
    const undos = new Y.UndoManager(doc.getText(ROOT), { trackedOrigins: new Set([LOCAL]), captureTimeout: UNDO_MS });
    const stacks = () => {
      this.canUndo.set(undos.canUndo());
      this.canRedo.set(undos.canRedo());
    };
    undos.on("stack-item-added", stacks);
    undos.on("stack-item-popped", stacks);
    undos.on("stack-cleared", stacks);
    stacks();
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === LOCAL || origin === undos) this.note(update);
      this.value.set(saysOf(doc));
    });
    return undos;
  }

  /** This person typed. */
  private note(update: Uint8Array): void {
    this.typed = this.typed === null ? update : Y.mergeUpdates([this.typed, update]);
    this.problem.set(null);
    this.tell();
    this.stopTimer ??= this.world.after(PAUSE_MS, () => {
      this.stopTimer = null;
      this.flush();
    });
  }

  /** What is not saved yet waits on the device, as text. */
  private keep(): void {
    this.tell();
    if (this.unsaved.get()) this.drafts.keep(this.draft());
    else this.drafts.drop();
  }

  private draft(): Draft {
    const mine = this.value.get();
    if (this.resuming !== null) {
      const { draft, shown } = this.resuming;
      return { ...draft, mine: threeWay(shown, draft.mine, mine) };
    }
    const register = this.room.state.get().advancing_sync?.fields[this.field] ?? EMPTY;
    const base = register.stamp === this.certain.stamp ? textOf(this.certain, register) : saysOf(opened(this.certain));
    const given = this.given === null ? base : this.typed === null ? mine : saysOf(opened(this.certain, this.given.update));
    return { base, given, mine };
  }

  /** After a reload: what had been typed is typed again, on top of what was under way. */
  private resume(): void {
    const draft = this.drafts.read();
    if (draft === null) return;
    const waiting = this.room.waiting.get().find(({ cmd }) => cmd.t === "advance.text" && cmd.field === this.field);
    const underWay = waiting && !this.room.recall(waiting.id) ? waiting : null;
    this.renew(this.certain, threeWay(draft.base, this.value.get(), draft.mine));
    if (underWay) this.resumeBehind(underWay.id, draft);
  }

  /** It may have reached the hub before the reload: whether it counts is known when it is answered. */
  private resumeBehind(id: string, draft: Draft): void {
    const shown = this.value.get();
    this.given = { id, update: NOTHING };
    this.resuming = { draft, shown };
    this.tell();
    void this.room.outcome(id).then((result) => {
      this.given = null;
      this.resuming = null;
      const now = this.standing();
      const mine = threeWay(result.ok ? draft.given : draft.base, saysOf(opened(now)), draft.mine);
      this.renew(now, threeWay(shown, mine, this.value.get()));
      this.flush();
      this.keep();
    });
  }

  private tell(): void {
    this.unsaved.set(this.typed !== null || this.given !== null);
  }

}
