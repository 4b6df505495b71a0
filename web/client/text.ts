/**
 * Long texts that merge by character: a document of Yjs for each field that is open, what was typed on its way to the
 * hub, and what becomes of it when the hub goes on with another document. This part of the client needs `yjs`.
 */
import * as Y from "yjs";
import { EMPTY } from "./folds/register";
import { NOTHING, textOf } from "./folds/text";
import type { Outcome, Pending } from "./outbox";
import type { Room } from "./room";
import { Store } from "./store";
import { threeWay } from "./three_way";
import type { AnyCommand, Form, LongText } from "./wire";
import type { World } from "./world";

/** The name of the text in its document, and the client id of what the hub writes. */
const ROOT = "text";
const HUB_CLIENT = 1;
/** What is typed within so long goes as one. */
export const PAUSE_MS = 250;
/** What is typed within so long is undone at once. */
const UNDO_MS = 600;
/** An update beyond this does not go in one frame; the text is taken for too long then. */
const UPDATE_BYTES_MAX = 46 * 1024;
/** So often what is typed is put into another document at once; then it waits for the next key stroke. */
const MOVES_MAX = 3;
const LOCAL = "local";

type TextCommand = Extract<AnyCommand, { t: "advance.text" }>;

export function toBase64(data: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < data.length; at += 0x8000) binary += String.fromCharCode(...data.subarray(at, at + 0x8000));
  return btoa(binary);
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

/** The update that begins a document with a text: the same as the hub's. */
export function seed(text: string): string {
  if (text === "") return NOTHING;
  const doc = new Y.Doc();
  doc.clientID = HUB_CLIENT;
  doc.getText(ROOT).insert(0, text);
  return toBase64(Y.encodeStateAsUpdate(doc));
}

/** The document of the value that shows: the one that is kept, or one that begins with the value. */
export function standing(form: Form, field: string): LongText {
  const register = form.fields[field] ?? EMPTY;
  const kept = form.texts[field];
  if (kept?.stamp === register.stamp) return kept;
  const doc = typeof register.value === "string" ? seed(register.value) : NOTHING;
  return { generation: register.stamp, stamp: register.stamp, doc, updates: [], writers: {}, blank: "" };
}

function opened(text: LongText, ...more: string[]): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => [text.doc, ...text.updates, ...more].forEach((update) => Y.applyUpdate(doc, fromBase64(update))));
  return doc;
}

const saysOf = (doc: Y.Doc): string => doc.getText(ROOT).toJSON();

/** Where two texts differ, between whole characters. */
export function difference(before: string, after: string): { at: number; gone: number; put: string } {
  const most = Math.min(before.length, after.length);
  let at = 0;
  while (at < most && before[at] === after[at]) at += 1;
  if (at > 0 && /[\ud800-\udbff]/.test(before[at - 1] ?? "")) at -= 1;
  let end = 0;
  while (end < most - at && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  if (end > 0 && /[\udc00-\udfff]/.test(before[before.length - end] ?? "")) end -= 1;
  return { at, gone: before.length - at - end, put: after.slice(at, after.length - end) };
}

/** What the hub takes of what is typed or pasted: no control characters, no halves of characters. */
// eslint-disable-next-line no-control-regex
const clean = (text: string): string => text.replace(/\r\n?/g, "\n").replace(/[\x00-\x08\x0b-\x1f\x7f]/g, "").replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");

/** What is typed and not in the hub's hands yet, as it waits through a reload. */
interface Draft {
  /** The document that it builds on, what that said, what it says with the command under way, and with everything. */
  generation: string;
  base: string;
  given: string;
  mine: string;
}

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
  /** What the hub has, as far as it is known here. */
  private certain: LongText;
  /** Typed and not given to the room; null when there is nothing. */
  private typed: Uint8Array | null = null;
  private given: { id: string; update: string } | null = null;
  private stopTimer: (() => void) | null = null;
  /** How often in a row the hub said that this builds on another document. */
  private moves = 0;
  /** What may keep the field closed, as it was when the hub refused. */
  private closed: unknown[] = [];

  constructor(
    readonly field: string,
    private readonly room: Room,
    private readonly world: World,
  ) {
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
    if (this.given !== null && !this.room.recall(this.given.id)) return; // it goes when that is answered
    const mine = this.given === null ? this.typed : Y.mergeUpdates([fromBase64(this.given.update), this.typed]);
    this.given = null;
    if (mine.length <= UPDATE_BYTES_MAX) {
      this.typed = null;
      this.give(toBase64(mine));
      return;
    }
    // what came and went again while nothing could be saved need not be told
    this.renew(this.certain, this.value.get());
    const left = this.typed as Uint8Array | null;
    if (left !== null && left.length > UPDATE_BYTES_MAX) this.refused({ code: "advance.too_long", say: "" });
  }

  private standing(): LongText {
    const form = this.room.state.get().advancing_sync;
    return form ? standing(form, this.field) : { generation: "", stamp: "", doc: NOTHING, updates: [], writers: {}, blank: "" };
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
    this.tellUnsaved();
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
    this.tellUnsaved();
  }

  private refused(problem: Problem): void {
    this.problem.set(problem);
    this.closed = this.closing();
    this.keep();
    this.tellUnsaved();
  }

  /** The room moved on. */
  private hear(): void {
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
    this.keep();
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
    this.tellUnsaved();
    this.stopTimer ??= this.world.after(PAUSE_MS, () => {
      this.stopTimer = null;
      this.flush();
    });
  }

  private tellUnsaved(): void {
    this.unsaved.set(this.typed !== null || this.given !== null);
  }

  private get drawer(): string {
    return `hub.text ${this.room.id} ${this.room.you.get()?.person ?? ""} ${this.field}`;
  }

  /** What is not saved yet waits on the device, as text. */
  private keep(): void {
    const { storage } = this.world;
    if (this.typed === null && this.given === null) {
      storage?.removeItem(this.drawer);
      return;
    }
    const base = saysOf(opened(this.certain));
    const given = this.given === null ? base : saysOf(opened(this.certain, this.given.update));
    const draft: Draft = { generation: this.certain.generation, base, given, mine: this.value.get() };
    try {
      storage?.setItem(this.drawer, JSON.stringify(draft));
    } catch {
      // the device is full: what was typed still stands on the screen
    }
  }

  /** After a reload: what had been typed is typed again, on top of what was under way. */
  private resume(): void {
    const kept = this.world.storage?.getItem(this.drawer);
    if (!kept) return;
    const draft = JSON.parse(kept) as Draft;
    const waiting = this.room.waiting.get().find((item) => this.mine(item));
    const underWay = waiting && !this.room.recall(waiting.id) ? waiting : null;
    this.renew(this.certain, threeWay(draft.base, this.value.get(), draft.mine));
    if (underWay) this.resumeBehind(underWay.id, draft);
  }

  /** It may have reached the hub before the reload: whether it counts is known when it is answered. */
  private resumeBehind(id: string, draft: Draft): void {
    const shown = this.value.get();
    const given = { id, update: NOTHING };
    this.given = given;
    this.tellUnsaved();
    void this.room.outcome(id).then((result) => {
      if (this.given !== given) return;
      this.given = null;
      const now = this.standing();
      const mine = threeWay(result.ok ? draft.given : draft.base, saysOf(opened(now)), draft.mine);
      this.renew(now, threeWay(shown, mine, this.value.get()));
      this.flush();
      this.keep();
      this.tellUnsaved();
    });
  }

  private mine({ cmd }: Pending): boolean {
    return cmd.t === "advance.text" && cmd.field === this.field;
  }
}

/** The long texts of a room that are open on this page. */
export class LiveTexts {
  private readonly open = new Map<string, LiveText>();

  constructor(
    private readonly room: Room,
    private readonly world: World,
  ) {}

  /** The text of a field; ask once the form is there. */
  of(field: string): LiveText {
    const known = this.open.get(field);
    if (known) return known;
    const text = new LiveText(field, this.room, this.world);
    this.open.set(field, text);
    return text;
  }

  /** Give what is typed to the room at once: the page is about to go. */
  flush(): void {
    for (const text of this.open.values()) text.flush();
  }
}
