/** The form as one person edits it: drafts, undo, what was saved or refused, and where they are. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { browserWorld, type Outcome } from "../../client";
import { cell, type Place } from "../../client/folds/advance";
import { partyOf } from "../../client/folds/agreement_guess";
import type { Files } from "../../client/folds/files";
import { LiveTexts } from "../../client/texts";
import type { AnyCommand, Field, Form, Party, Register, Row, Value } from "../../client/wire";
import { freshId } from "../../client/world";
import type { Session } from "../../parts/session";
import { toast } from "../../parts/toast";
import { sentence, t } from "../../texts";
import { agreeing } from "../../texts/agreeing";
import { added, edited, moved } from "./changes";
import { FileDesk } from "./file_desk";
import { type Turned, Undos } from "./undo";
import { readValue, writeValue } from "./values";
import { type Spot, Views, whereOf } from "./views";

export type { Draft, Spot } from "./views";

const NO_FILES: Files = {};
const SAVED_MS = 2_500;
export const UNDO_ROW_MS = 10_000;

/** What a page may be asked to open at a question, beside its control. */
export interface Opened {
  field: Field;
  key: string;
  from: HTMLElement;
}

export class Crew {
  readonly views: Views;
  readonly texts: LiveTexts;
  readonly files: FileDesk;
  /** The files of the form, by id. */
  readonly attached: ReadonlySignal<Files>;
  /** The question whose menu, whose notes, or whose earlier answers are open. */
  readonly menu = signal<Opened | null>(null);
  readonly notes = signal<Opened | null>(null);
  readonly past = signal<Opened | null>(null);
  /** Something is typed, or on its way. */
  readonly saving: ReadonlySignal<boolean>;
  /** Something typed stays where it is until the person does what is said beside it. */
  readonly refused: ReadonlySignal<boolean>;
  private readonly undos = new Undos();
  private readonly typed = signal(0);

  /** Where I am, to be told again after a reconnect. */
  private where: Place | null = null;

  constructor(readonly session: Session) {
    this.views = new Views(session);
    this.texts = new LiveTexts(session.room, browserWorld());
    this.files = new FileDesk(session.room.id.replace("show/", ""), session);
    this.attached = computed(() => this.views.form.value?.files ?? NO_FILES);
    this.saving = computed(() => this.typed.value > 0 || session.waiting.value.length > 0);
    this.refused = computed(() => this.typed.value > 0 && [...this.views.allSpots()].some((spot) => spot.problem.value));
    // what is typed and not saved yet is not lost with the page
    addEventListener("pagehide", () => this.commitAll());
    document.addEventListener("visibilitychange", () => this.commitAll());
    session.status.subscribe((status) => {
      if (status.kind === "live" && this.where) this.enter(this.where);
    });
  }

  get form(): Form | undefined {
    return this.session.state.peek().advancing_sync;
  }

  get me(): string {
    return this.session.you.value?.person ?? "";
  }

  /** The side that I speak for. */
  get party(): Party {
    const you = this.session.you.value;
    return you ? partyOf(you) : "band";
  }

  /** Whether I may say who answers, what is locked and when it is due. */
  get leads(): boolean {
    const role = this.session.you.value?.role;
    return role !== "guest" && role !== "viewer";
  }

  /** Something is typed that has not been saved yet. */
  get typing(): boolean {
    return [...this.views.allSpots()].some((spot) => spot.draft.peek()?.dirty);
  }

  enter(place: Place): void {
    this.where = place;
    this.session.room.do({ t: "presence.focus", field: whereOf(place) });
  }

  leave(): void {
    this.where = null;
    this.session.room.do({ t: "presence.focus", field: "" });
  }

  type(spot: Spot, field: Field, text: string): void {
    const had = spot.draft.peek();
    if (!had?.dirty) this.typed.value += 1;
    spot.draft.value = { text, saw: had?.dirty ? had.saw : spot.register.peek().stamp, dirty: true, refused: false, field };
    spot.problem.value = "";
  }

  /**
   * Saves what was typed. While the person goes on typing (`going`), what cannot be read yet is left alone. What was
   * refused is sent once more only when somebody means it (`again`): they may be about to do what the refusal says.
   */
  commit(spot: Spot, field: Field, going: boolean, again = false): void {
    const draft = spot.draft.peek();
    if (!draft || !this.form) return;
    if (!draft.dirty) {
      if (!going) spot.draft.value = null;
      return;
    }
    if (draft.refused && !again) return;
    const read = readValue(field, draft.text);
    if (!read.ok) {
      if (!going) spot.problem.value = read.say;
      return;
    }
    this.drop(spot);
    if (going) spot.draft.value = { ...draft, dirty: false, refused: false };
    this.write(spot, field, read.value, draft.saw);
  }

  /** Forgets what is being typed: it is saved, or somebody wants what was there. */
  private drop(spot: Spot): void {
    if (spot.draft.peek()?.dirty) this.typed.value -= 1;
    spot.draft.value = null;
  }

  private commitAll(): void {
    this.texts.flush();
    for (const spot of this.views.allSpots()) {
      const typed = spot.draft.peek();
      if (typed?.dirty) this.commit(spot, typed.field, true, true);
    }
  }

  /** Writes a value into a place at once. */
  write(spot: Spot, field: Field, value: Value, saw: string): void {
    const register = spot.register.peek();
    if (register.value === value && register.stamp === saw) return;
    this.undos.add(edited(this, spot, field, { before: register.value, mine: value }));
    this.send(spot, field, value, saw);
  }

  /** Sends a value as it is, for a write or for taking one back. */
  send(spot: Spot, field: Field, value: Value, saw: string): void {
    const { outcome } = this.session.room.do({ t: "advance.edit", ...at(spot.place), value, saw });
    void outcome.then((result) => {
      this.tell(spot.place, result);
      // what was refused is given back to be corrected, not lost
      if (!result.ok && spot.draft.peek() === null) {
        spot.draft.value = { text: writeValue(field, value), saw, dirty: true, refused: true, field };
        this.typed.value += 1;
      }
    });
  }

  /** Takes a change back: what is shown is what stood before. */
  sendBack(spot: Spot, field: Field, value: Value): void {
    this.drop(spot);
    this.send(spot, field, value, spot.register.peek().stamp);
  }

  pick(spot: Spot, register: Register, stamp: string): void {
    const stamps = [register.stamp, ...register.siblings.map((one) => one.stamp)];
    const saw = stamps.reduce((one, other) => (one > other ? one : other));
    void this.session.room.do({ t: "advance.pick", ...at(spot.place), stamp, saw }).outcome.then((result) => {
      this.tell(spot.place, result);
      const draft = spot.draft.peek();
      // it was in the way of what was typed here
      if (result.ok && draft?.refused) this.commit(spot, draft.field, true, true);
    });
  }

  /** Takes back my last change, unless somebody has written there since. */
  undo(): void {
    say(this.undos.undo(), t.crew.undone, t.desk.nothingToUndo);
  }

  redo(): void {
    say(this.undos.redo(), agreeing().redone, agreeing().nothingToRedo);
  }

  /** Asks for something about a question or its list; a refusal is said beside it. */
  ask(place: Place, command: AnyCommand): void {
    void this.session.room.do(command).outcome.then((result) => this.tell(place, result));
  }

  /** Asks for something about a section or the whole form; resolves to whether it was done. */
  async settle(command: AnyCommand): Promise<boolean> {
    const result = await this.session.room.do(command).outcome;
    if (!result.ok) toast(sentence(result.code, result.say), { bad: true });
    return result.ok;
  }

  /** Adds a row behind the last one and returns its id, so that it can be filled in at once. */
  addRow(list: string, after: string, label: string): string {
    const row = freshId();
    this.undos.add(added(this, list, { row, after }, label));
    this.ask({ field: list }, { t: "advance.add_row", field: list, row, after });
    return row;
  }

  /** Puts a row behind the row `after` that has been behind the row `before`. */
  moveRow(list: string, row: string, { before, after }: { before: string; after: string }, label: string): void {
    this.undos.add(moved(this, list, row, { before, mine: after }, label));
    this.ask({ field: list }, { t: "advance.move_row", field: list, row, after });
  }

  removeRow(field: string, row: Row, label: string): void {
    const saw = row.written.reduce((one, other) => (one > other ? one : other), "");
    const { id, outcome } = this.session.room.do({ t: "advance.remove_row", field, row: row.id, saw }, UNDO_ROW_MS);
    toast(t.crew.rowRemoved(label), { forMs: UNDO_ROW_MS, undo: () => this.session.room.recall(id) });
    void outcome.then((result) => this.tell({ field }, result));
  }

  private tell(place: Place, result: Outcome): void {
    const spot = this.views.spot(place);
    if (result.ok) {
      spot.problem.value = "";
      spot.saved.value = true;
      setTimeout(() => (spot.saved.value = false), SAVED_MS);
    } else if (result.code !== "client.recalled") {
      spot.problem.value = sentence(result.code, result.say);
    }
  }

  /** The register of a place now. */
  now(place: Place): Register | null {
    return this.form ? cell(this.form, place) : null;
  }
}

function say(turned: Turned, done: (label: string) => string, nothing: string): void {
  if (turned === null) toast(nothing);
  else toast(turned.done ? done(turned.label) : t.crew.notUndone(turned.by || t.nobody));
}

/** A place as commands name it: without what it does not have. */
function at({ field, row, column }: Place): { field: string; row?: string; column?: string } {
  return row ? { field, row, column: column ?? "" } : { field };
}
