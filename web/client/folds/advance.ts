/** Mirrors hub/advancing_sync/form.py. */
import type { FactOf } from "../names";
import type { AnyFact, Form, Register, Row } from "../wire";
import { foldAgreement } from "./agreement";
import { foldFiles } from "./files";
import { foldArrivals } from "./guests";
import { EMPTY, settle, write, written } from "./register";
import { newRow, placed, removed, writtenBy } from "./rows";
import { foldText } from "./text";

/** Where a value stands: a field, or a cell when `row` is given. */
export interface Place {
  field: string;
  row?: string | undefined;
  column?: string | undefined;
}

export function cell(form: Form, { field, row, column = "" }: Place): Register {
  const found = row ? form.lists[field]?.[row]?.cells[column] : form.fields[field];
  return found ?? EMPTY;
}

const rowOf = (form: Form, field: string, row: string): Row => form.lists[field]?.[row] ?? newRow(row);

function putRow(form: Form, field: string, row: Row): Form {
  return { ...form, lists: { ...form.lists, [field]: { ...form.lists[field], [row.id]: row } } };
}

function put(form: Form, fact: FactOf<"advance.edited" | "advance.picked">, after: Register): Form {
  if (!fact.row) return { ...form, fields: { ...form.fields, [fact.field]: after } };
  const row = rowOf(form, fact.field, fact.row);
  const changed = { ...row, cells: { ...row.cells, [fact.column]: after } };
  return putRow(form, fact.field, fact.t === "advance.edited" ? writtenBy(changed, fact.stamp) : changed);
}

function locked(form: Form, fact: FactOf<"advance.locked">): Form {
  const { field, on, by, name, at_ms, stamp } = fact;
  const held = form.locks[field];
  if (held && held.stamp > stamp) return form;
  return { ...form, locks: { ...form.locks, [field]: { on, by, name, at_ms, stamp } } };
}

function folded(form: Form, fact: AnyFact): Form {
  switch (fact.t) {
    case "advance.edited":
      return put(form, fact, write(cell(form, fact), written(fact), fact.saw));
    case "advance.picked":
      return put(form, fact, settle(cell(form, fact), fact.settled));
    case "advance.row_added":
      return putRow(form, fact.field, placed(writtenBy(rowOf(form, fact.field, fact.row), fact.stamp), fact.index, fact.stamp));
    case "advance.row_moved":
      return putRow(form, fact.field, placed(rowOf(form, fact.field, fact.row), fact.index, fact.stamp));
    case "advance.row_removed":
      return putRow(form, fact.field, removed(rowOf(form, fact.field, fact.row), fact.seen));
    case "advance.locked":
      return locked(form, fact);
    case "advance.text_changed":
    case "advance.text_packed":
      return foldText(form, fact);
    case "advance.file_added":
    case "advance.file_removed":
      return { ...form, files: foldFiles(form.files, fact) };
    case "advance.checked_in":
      return { ...form, arrivals: foldArrivals(form.arrivals, fact) };
    case "advance.designed":
      return fact.stamp > form.designed ? { ...form, schema: fact.schema, designed: fact.stamp } : form;
    default: {
      const agreement = foldAgreement(form.agreement, fact);
      return agreement === form.agreement ? form : { ...form, agreement };
    }
  }
}

export function foldForm(form: Form, fact: AnyFact): Form {
  const next = folded(form, fact);
  return "stamp" in fact && fact.stamp > next.last ? { ...next, last: fact.stamp } : next;
}
