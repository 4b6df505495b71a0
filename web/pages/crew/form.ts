/** The form as one person edits it: drafts, undo, what was saved or refused, and who is where. */
import { type Signal, signal } from "@preact/signals";
import type { Outcome } from "../../client";
import { cell, type Place } from "../../client/folds/advance";
import type { Field, Form, Person, Register, Row, Value } from "../../client/wire";
import { freshId } from "../../client/world";
import type { Session } from "../../parts/session";
import { toast } from "../../parts/toast";
import { sentence, t } from "../../texts";
import { readValue, writeValue } from "./values";

/** What is being typed in one place. `saw` is the stamp of the value that was on screen when it began. */
export interface Draft {
  text: string;
  saw: string;
  /** It differs from what was last sent. */
  dirty: boolean;
  field: Field;
}

/** One place of the form on this screen. */
export interface Spot {
  place: Place;
  draft: Signal<Draft | null>;
  problem: Signal<string>;
  saved: Signal<boolean>;
}

interface Change {
  place: Place;
  label: string;
  before: Value;
  mine: Value;
}

const SAVED_MS = 2_500;
const UNDOS_MAX = 100;
export const UNDO_ROW_MS = 10_000;

export const keyOf = ({ field, row, column }: Place): string => (row ? `${field}#${row}.${column ?? ""}` : field);

/** What the others are told of where I am: the field, and the row of a list. */
const whereOf = ({ field, row }: Place): string => (row ? `${field}#${row}` : field);

export class Crew {
  private readonly spots = new Map<string, Spot>();
  private readonly undos: Change[] = [];

  /** Where I am, to be told again after a reconnect. */
  private where: Place | null = null;

  constructor(readonly session: Session) {
    // what is typed and not saved yet is not lost with the page
    addEventListener("pagehide", () => this.commitAll());
    document.addEventListener("visibilitychange", () => this.commitAll());
    session.status.subscribe((status) => {
      if (status.kind === "live" && this.where) this.enter(this.where);
    });
  }

  get form(): Form | undefined {
    return this.session.state.value.advancing_sync;
  }

  get me(): string {
    return this.session.you.value?.person ?? "";
  }

  /** Who looks on may change nothing. */
  get looking(): boolean {
    return this.session.you.value?.role === "viewer";
  }

  /** Something is typed that has not been saved yet. */
  get typing(): boolean {
    return [...this.spots.values()].some((spot) => spot.draft.peek()?.dirty);
  }

  spot(place: Place): Spot {
    const key = keyOf(place);
    const known = this.spots.get(key);
    if (known) return known;
    const spot: Spot = { place, draft: signal(null), problem: signal(""), saved: signal(false) };
    this.spots.set(key, spot);
    return spot;
  }

  register(form: Form, place: Place): Register {
    return cell(form, place);
  }

  /** The others who are in this place. */
  others(place: Place): Person[] {
    const where = whereOf(place);
    return (this.session.here.value.people ?? []).filter((person) => person.focus === where && person.id !== this.me);
  }

  /** The others who are anywhere in a section. */
  inSection(section: string): Person[] {
    return (this.session.here.value.people ?? []).filter((person) => person.focus?.startsWith(`${section}.`) && person.id !== this.me);
  }

  enter(place: Place): void {
    this.where = place;
    this.session.room.do({ t: "presence.focus", field: whereOf(place) });
  }

  leave(): void {
    this.where = null;
    this.session.room.do({ t: "presence.focus", field: "" });
  }

  type(place: Place, field: Field, register: Register, text: string): void {
    const spot = this.spot(place);
    const had = spot.draft.value;
    spot.draft.value = { text, saw: had?.dirty ? had.saw : register.stamp, dirty: true, field };
    spot.problem.value = "";
  }

  /** Saves what was typed. While the person goes on typing (`going`), what cannot be read yet is left alone. */
  commit(place: Place, field: Field, going: boolean): void {
    const spot = this.spot(place);
    const draft = spot.draft.value;
    const form = this.form;
    if (!draft || !form) return;
    if (!draft.dirty) {
      if (!going) spot.draft.value = null;
      return;
    }
    const read = readValue(field, draft.text);
    if (!read.ok) {
      if (!going) spot.problem.value = read.say;
      return;
    }
    spot.draft.value = going ? { ...draft, dirty: false } : null;
    this.write(place, field, read.value, draft.saw);
  }

  private commitAll(): void {
    for (const { place, draft } of this.spots.values()) {
      const typed = draft.peek();
      if (typed?.dirty) this.commit(place, typed.field, true);
    }
  }

  /** Writes a value into a place at once. */
  write(place: Place, field: Field, value: Value, saw: string): void {
    const form = this.form;
    if (!form) return;
    const register = cell(form, place);
    if (register.value === value && register.stamp === saw) return;
    const change = { place, label: field.label, before: register.value, mine: value };
    this.undos.push(change);
    if (this.undos.length > UNDOS_MAX) this.undos.shift();
    this.send(place, field, value, saw);
  }

  pick(place: Place, register: Register, stamp: string): void {
    const stamps = [register.stamp, ...register.siblings.map((one) => one.stamp)];
    const saw = stamps.reduce((one, other) => (one > other ? one : other));
    const { outcome } = this.session.room.do({ t: "advance.pick", ...at(place), stamp, saw });
    void outcome.then((result) => this.tell(place, result));
  }

  /** Takes back my last change, unless somebody has written there since. */
  undo(fieldAt: (place: Place) => Field | undefined): void {
    const change = this.undos.pop();
    const form = this.form;
    const field = change && fieldAt(change.place);
    if (!change || !form || !field) {
      toast(t.desk.nothingToUndo);
      return;
    }
    const now = cell(form, change.place);
    if (now.by !== this.me || now.value !== change.mine) {
      toast(t.crew.notUndone(now.name || t.nobody));
      return;
    }
    this.spot(change.place).draft.value = null;
    this.send(change.place, field, change.before, now.stamp);
    toast(t.crew.undone(change.label));
  }

  lock(field: string, on: boolean): void {
    const { outcome } = this.session.room.do({ t: "advance.lock", field, on });
    void outcome.then((result) => this.tell({ field }, result));
  }

  /** Adds a row behind the last one and returns its id, so that it can be filled in at once. */
  addRow(field: string, after: string): string {
    const row = freshId();
    const { outcome } = this.session.room.do({ t: "advance.add_row", field, row, after });
    void outcome.then((result) => this.tell({ field }, result));
    return row;
  }

  moveRow(field: string, row: string, after: string): void {
    const { outcome } = this.session.room.do({ t: "advance.move_row", field, row, after });
    void outcome.then((result) => this.tell({ field }, result));
  }

  removeRow(field: string, row: Row, label: string): void {
    const saw = row.written.reduce((one, other) => (one > other ? one : other), "");
    const { id, outcome } = this.session.room.do({ t: "advance.remove_row", field, row: row.id, saw }, UNDO_ROW_MS);
    toast(t.crew.rowRemoved(label), { forMs: UNDO_ROW_MS, undo: () => this.session.room.recall(id) });
    void outcome.then((result) => this.tell({ field }, result));
  }

  private send(place: Place, field: Field, value: Value, saw: string): void {
    const { outcome } = this.session.room.do({ t: "advance.edit", ...at(place), value, saw });
    void outcome.then((result) => {
      this.tell(place, result);
      const spot = this.spot(place);
      // what was refused is given back to be corrected, not lost
      if (!result.ok && spot.draft.value === null) {
        spot.draft.value = { text: writeValue(field, value), saw, dirty: true, field };
      }
    });
  }

  private tell(place: Place, result: Outcome): void {
    const spot = this.spot(place);
    if (result.ok) {
      spot.problem.value = "";
      spot.saved.value = true;
      setTimeout(() => (spot.saved.value = false), SAVED_MS);
    } else if (result.code !== "client.recalled") {
      spot.problem.value = sentence(result.code, result.say);
    }
  }
}

/** A place as commands name it: without what it does not have. */
function at({ field, row, column }: Place): { field: string; row?: string; column?: string } {
  return row ? { field, row, column: column ?? "" } : { field };
}
