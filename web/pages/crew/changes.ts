/** What one person did to the form, as changes that can be turned back: an answer, a row that was added or moved. */
import { standing } from "../../client/folds/rows";
import type { Field, Row, Value } from "../../client/wire";
import type { Crew } from "./form";
import type { Change } from "./undo";
import type { Spot } from "./views";

const PERSON_AT = "0000000000000-0000-".length;

/** Whether a stamp is mine; a guess of mine has no name yet. */
const isMine = (stamp: string, me: string): boolean => stamp.slice(PERSON_AT) === me || stamp.slice(PERSON_AT).startsWith(".");

/** An answer that I changed from `before` to `mine`. */
export function edited(crew: Crew, spot: Spot, field: Field, { before, mine }: { before: Value; mine: Value }): Change {
  return {
    label: field.label,
    overwritten: () => {
      const now = spot.register.peek();
      return now.by === crew.me && now.value === mine ? null : now.name;
    },
    turn: () => {
      crew.sendBack(spot, field, before);
      return edited(crew, spot, field, { before: mine, mine: before });
    },
  };
}

const rowsOf = (crew: Crew, list: string): Row[] => standing(crew.form?.lists[list] ?? {});

/** The row that another one stands behind; empty when it is the first, null when it is gone. */
function behind(rows: readonly Row[], row: string): string | null {
  const at = rows.findIndex((one) => one.id === row);
  return at < 0 ? null : (rows[at - 1]?.id ?? "");
}

/** A row that I put behind the row `mine`, and that was behind the row `before`. */
export function moved(crew: Crew, list: string, row: string, { before, mine }: { before: string; mine: string }, label: string): Change {
  return {
    label,
    overwritten: () => (behind(rowsOf(crew, list), row) === mine ? null : ""),
    turn: () => {
      crew.ask({ field: list }, { t: "advance.move_row", field: list, row, after: before });
      return moved(crew, list, row, { before: mine, mine: before }, label);
    },
  };
}

/** A row that I added; it goes only while nobody else has written in it. */
export function added(crew: Crew, list: string, { row, after }: { row: string; after: string }, label: string): Change {
  return {
    label,
    overwritten: () => {
      const stamps = rowsOf(crew, list).find((one) => one.id === row)?.written ?? [""];
      return stamps.every((stamp) => isMine(stamp, crew.me)) ? null : "";
    },
    turn: () => {
      const saw = (crew.form?.lists[list]?.[row]?.written ?? []).reduce((one, other) => (one > other ? one : other), "");
      crew.ask({ field: list }, { t: "advance.remove_row", field: list, row, saw });
      return gone(crew, list, { row, after }, label);
    },
  };
}

/** A row of mine that I took back. */
function gone(crew: Crew, list: string, { row, after }: { row: string; after: string }, label: string): Change {
  return {
    label,
    overwritten: () => (rowsOf(crew, list).some((one) => one.id === row) ? "" : null),
    turn: () => {
      crew.ask({ field: list }, { t: "advance.add_row", field: list, row, after });
      return added(crew, list, { row, after }, label);
    },
  };
}
