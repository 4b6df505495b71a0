import { expect, test } from "vitest";
import { foldForm } from "../../client/folds/advance";
import { emptyForm } from "../../client/folds/empty";
import { GUESTS, taken } from "../../client/folds/guests";
import { EMPTY } from "../../client/folds/register";
import { newRow } from "../../client/folds/rows";
import type { Form, Row, Value } from "../../client/wire";
import { counted, found, guests } from "../door/list";

function row(id: string, cells: Record<string, Value>): Row {
  const kept = Object.fromEntries(Object.entries(cells).map(([key, value]) => [key, { ...EMPTY, value, stamp: "1" }]));
  return { ...newRow(id), written: ["0000000000001-0000-ana"], cells: kept };
}

const ROWS = [
  row("z", { name: "Zoë Łuk", plus: 2, approved: true, pass_type: "guest" }),
  row("d", { name: "Aa Declined", approved: false, plus: 4 }),
  row("a", { name: "Øyvind O'Hara", requested_by: "Ana" }),
];
const FORM: Form = { ...emptyForm({ sections: [] }), lists: { [GUESTS]: Object.fromEntries(ROWS.map((each) => [each.id, each])) } };

function counts(form: Form, by: string, ins: number, outs = 0): Form {
  return foldForm(form, { t: "advance.checked_in", field: GUESTS, row: "z", count: 1, ins, outs, by, name: by, at_ms: ins, stamp: `${ins}${by}` });
}

test("people are found as they are typed, whatever the accents, and by the beginning of any name first", () => {
  const names = (typed: string) => found(guests(FORM), typed).map((guest) => guest.id);
  expect(names("")).toEqual(["a", "z", "d"]);
  expect(names("zoe l")).toEqual(["z"]);
  expect(names("LUK")).toEqual(["z"]);
  expect(names("oyv")).toEqual(["a"]);
  expect(names("hara")).toEqual(["a"]);
  expect(names("ana")).toEqual(["a"]);
  expect(names("nobody")).toEqual([]);
});

test("two doors count one row together, whichever is heard first", () => {
  const first = counts(counts(FORM, "ana", 1), "ben", 1);
  expect(guests(first).find((guest) => guest.id === "z")).toMatchObject({ inside: 2, people: 3, about: ["guest"] });
  expect(counts(counts(FORM, "ben", 1), "ana", 1).arrivals).toEqual(first.arrivals);
  expect(counts(first, "ana", 1).arrivals).toEqual(first.arrivals);
  expect(counted(guests(counts(first, "ana", 1, 1)))).toEqual({ inside: 1, people: 4 });
});

test("who is declined takes no place", () => {
  expect(taken(FORM)).toBe(4);
});
