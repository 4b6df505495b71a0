/**
 * What each place of the form shows, as signals of its own: a key stroke or somebody's edit renders the one field that
 * it is about, however many there are.
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { cell, type Place } from "../../client/folds/advance";
import { EMPTY } from "../../client/folds/register";
import { standing } from "../../client/folds/rows";
import type { AdvancingSyncHold as Hold, Field, Form, Note, Person, Register, Schema, Word } from "../../client/wire";
import type { Session } from "../../parts/session";
import { steady } from "../../parts/steady";
import { changedSince, newestOf, type Seen, seen, signed } from "./agree";

/** What is being typed in one place. `saw` is the stamp of the value that was on screen when it began. */
export interface Draft {
  text: string;
  saw: string;
  /** It differs from what was last sent. */
  dirty: boolean;
  /** It was sent, and the hub does not take it. */
  refused: boolean;
  field: Field;
}

export type Somebody = Pick<Person, "id" | "name">;

/** One place of the form on this screen. */
export interface Spot {
  place: Place;
  draft: Signal<Draft | null>;
  problem: Signal<string>;
  saved: Signal<boolean>;
  register: ReadonlySignal<Register>;
  /** The others who are here. */
  people: ReadonlySignal<readonly Somebody[]>;
  /** Something written here is not with the hub yet. */
  waits: ReadonlySignal<boolean>;
}

/** What the two sides have said of one question. */
export interface Question {
  lock: ReadonlySignal<Hold | undefined>;
  /** Locked, signed off or only looked at: nobody writes here. */
  closed: ReadonlySignal<boolean>;
  status: ReadonlySignal<Seen>;
  changed: ReadonlySignal<boolean>;
  assigned: ReadonlySignal<Word | undefined>;
  verified: ReadonlySignal<Word | undefined>;
  thread: ReadonlySignal<Readonly<Record<string, Note>> | undefined>;
}

export const keyOf = ({ field, row, column }: Place): string => (row ? `${field}#${row}.${column ?? ""}` : field);

/** What the others are told of where somebody is: the field, and the row of a list. */
export const whereOf = ({ field, row }: Place): string => (row ? `${field}#${row}` : field);

export const sectionOf = (field: string): string => field.split(".")[0] ?? "";

/** Who somebody is, without what changes with every key stroke. */
const known = ({ id, name }: Person): Somebody => ({ id, name });

/** Those that are known, each made once. */
class Known<T> {
  private readonly all = new Map<string, T>();

  of(key: string, make: () => T): T {
    const known = this.all.get(key) ?? make();
    this.all.set(key, known);
    return known;
  }

  values(): IterableIterator<T> {
    return this.all.values();
  }
}

export class Views {
  readonly form: ReadonlySignal<Form | undefined>;
  readonly schema: ReadonlySignal<Schema | undefined>;
  /** Who looks on may change nothing. */
  readonly looking: ReadonlySignal<boolean>;
  private readonly spots = new Known<Spot>();
  private readonly questions = new Known<Question>();
  private readonly sections = new Known<ReadonlySignal<Word | null>>();
  private readonly there = new Known<ReadonlySignal<readonly Somebody[]>>();
  private readonly others: ReadonlySignal<ReadonlyMap<string, Person[]>>;
  private readonly waiting: ReadonlySignal<ReadonlySet<string>>;

  constructor(session: Session) {
    this.form = computed(() => session.state.value.advancing_sync);
    this.schema = computed(() => this.form.value?.schema);
    this.looking = computed(() => session.you.value?.role === "viewer");
    this.others = computed(() => {
      const me = session.you.value?.person;
      const at = new Map<string, Person[]>();
      for (const person of session.here.value.people ?? []) {
        if (person.focus && person.id !== me) at.set(person.focus, [...(at.get(person.focus) ?? []), person]);
      }
      return at;
    });
    this.waiting = computed(() => new Set(session.waiting.value.flatMap(({ cmd }) => ("field" in cmd && cmd.field ? [keyOf(cmd as Place)] : []))));
  }

  spot(place: Place): Spot {
    return this.spots.of(keyOf(place), () => ({
      place,
      draft: signal(null),
      problem: signal(""),
      saved: signal(false),
      register: computed(() => (this.form.value ? cell(this.form.value, place) : EMPTY)),
      people: this.at(whereOf(place)),
      waits: computed(() => this.waiting.value.has(keyOf(place))),
    }));
  }

  allSpots(): IterableIterator<Spot> {
    return this.spots.values();
  }

  question(key: string): Question {
    return this.questions.of(key, () => this.ask(key));
  }

  /** Who signed the section off, whichever side. */
  signed(section: string): ReadonlySignal<Word | null> {
    return this.sections.of(section, () => computed(() => (this.form.value ? signed(this.form.value.agreement, section) : null)));
  }

  /** Who is in exactly this place; the same list while they stay. */
  at(where: string): ReadonlySignal<readonly Somebody[]> {
    return this.there.of(where, () => steady(() => (this.others.value.get(where) ?? []).map(known)));
  }

  /** Who is anywhere in a section. */
  inSection(section: string): ReadonlySignal<readonly Somebody[]> {
    return this.there.of(`${section}.`, () => steady(() => [...this.others.value].flatMap(([where, people]) => (sectionOf(where) === section ? people.map(known) : []))));
  }

  private ask(key: string): Question {
    const said = computed(() => this.form.value?.agreement);
    const lock = computed(() => this.form.value?.locks[key]);
    const mark = computed(() => said.value?.marks[key]);
    const register = computed(() => this.form.value?.fields[key] ?? EMPTY);
    const rows = computed(() => this.form.value?.lists[key]);
    const answered = () => (rows.value ? standing(rows.value).length > 0 : register.value.value !== null);
    return {
      lock,
      closed: computed(() => (lock.value?.on ?? false) || this.looking.value || this.signed(sectionOf(key)).value !== null),
      status: computed(() => seen(mark.value, answered(), register.value.siblings.length > 0)),
      changed: computed(() => changedSince(mark.value, rows.value ? newestOf(rows.value) : register.value.stamp)),
      assigned: computed(() => said.value?.assigned[key]),
      verified: computed(() => said.value?.verified[key]),
      thread: computed(() => said.value?.notes[key]),
    };
  }
}
