/** Who is expected at the door, and how to find them: names as people type them, in the dark, with one thumb. */
import { declined, expected, GUESTS, inside } from "../../client/folds/guests";
import { standing } from "../../client/folds/rows";
import type { Form, Row } from "../../client/wire";

export interface Guest {
  id: string;
  name: string;
  /** What else the door needs to know, in the order it needs it. */
  about: string[];
  people: number;
  inside: number;
  /** null: nobody has said yet. */
  approved: boolean | null;
}

/** What Unicode does not take apart. */
const LIKE: Record<string, string> = { ø: "o", ł: "l", đ: "d", ß: "ss", æ: "ae", œ: "oe", þ: "th", ð: "d" };

/** A name without case and accents, as it is typed in a hurry. */
export function plain(name: string): string {
  const letters = name.toLowerCase().replace(/[øłđßæœþð]/g, (letter) => LIKE[letter] ?? letter);
  return letters.normalize("NFKD").replace(/\p{M}/gu, "");
}

const text = (row: Row, column: string): string => {
  const value = row.cells[column]?.value;
  return typeof value === "string" ? value : "";
};

const ABOUT = ["pass_type", "pick_up", "requested_by", "notes"];

/** Everybody on the list by name; who is declined comes last. */
export function guests(form: Form): Guest[] {
  const all = standing(form.lists[GUESTS] ?? {}).map((row): Guest => {
    const said = row.cells["approved"]?.value;
    return {
      id: row.id,
      name: text(row, "name"),
      about: ABOUT.map((column) => text(row, column)).filter(Boolean),
      people: expected(row),
      inside: inside(form.arrivals, row.id),
      approved: declined(row) ? false : said === true ? true : null,
    };
  });
  const last = (guest: Guest) => (guest.approved === false ? 1 : 0);
  return all.sort((one, other) => last(one) - last(other) || (plain(one.name) < plain(other.name) ? -1 : 1));
}

/** Those in whose name each typed word begins a word; when there is none, those that have it anywhere. */
export function found(all: readonly Guest[], typed: string): Guest[] {
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [...all];
  const begins = all.filter(({ name }) => {
    const words = plain(name).split(/[^\p{L}\p{N}]+/u);
    return wanted.every((each) => words.some((word) => word.startsWith(each)));
  });
  if (begins.length > 0) return begins;
  return all.filter((guest) => wanted.every((each) => plain([guest.name, ...guest.about].join(" ")).includes(each)));
}

/** How many are in, and how many there are: who is declined is none of them. */
export function counted(all: readonly Guest[]): { inside: number; people: number } {
  const come = all.filter((guest) => guest.approved !== false);
  const sum = (of: (guest: Guest) => number) => come.reduce((total, guest) => total + of(guest), 0);
  return { inside: sum((guest) => guest.inside), people: sum((guest) => guest.people) };
}
