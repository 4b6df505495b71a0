import { expect, it } from "vitest";
import type { Form } from "../../client/wire";
import { answered, asKind, changeSection, choicesOf, isPrivate, keyFor, leftOut, moved, put, sameDesign, without } from "../crew/design";

const register = (value: string | null) => ({ value, stamp: "1", by: "a", name: "A", at_ms: 0, siblings: [], seen: [], gone: [], party: "", source: "typed" });
const form = (fields: Record<string, string | null>, lists: Record<string, object> = {}): Form =>
  ({ fields: Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, register(value)])), lists }) as unknown as Form;
const schema = { sections: [{ key: "a", label: "A", fields: [{ key: "x", label: "X" }] }] };

it("makes a key out of a name that no other has", () => {
  expect(keyFor("Dogs & Cats?", [])).toBe("dogs_cats");
  expect(keyFor("Grösse", ["grosse"])).toBe("grosse_2");
  expect(keyFor("犬", [])).toBe("question");
  expect(keyFor("Chat", [])).toBe("chat_2");
  expect(keyFor("Fees", [], "private_")).toBe("private_fees");
  expect(keyFor("x".repeat(90), ["x".repeat(36)]).length).toBeLessThanOrEqual(39);
});

it("moves one among the others, and never off the list", () => {
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], 2, -1)).toEqual(["c", "a", "b"]);
  expect(moved(["a", "b", "c"], 1, 9)).toEqual(["a", "c", "b"]);
  expect(moved(["a"], 3, 0)).toEqual(["a"]);
  expect([put(["a", "b"], 1, "c"), without(["a", "b"], 0)]).toEqual([["a", "c"], ["b"]]);
});

it("gives a question of another kind what that kind needs, and nothing else", () => {
  const field = { key: "x", label: "X", answers: "venue", unit: "kg", min: 5, choices: ["a"] } as const;
  expect(asKind({ ...field, choices: ["a"] }, "number", "Name")).toEqual({ key: "x", label: "X", kind: "number", answers: "venue", unit: "kg" });
  expect(asKind({ key: "x", label: "X" }, "choice", "Name")).toEqual({ key: "x", label: "X", kind: "choice", choices: [] });
  expect(asKind({ key: "x", label: "X" }, "list", "Name").columns).toEqual([{ key: "name", label: "Name" }]);
  expect(asKind({ key: "x", label: "X" }, "long_text", "Name").max_length).toBe(2000);
  expect(choicesOf(" a\n\nb \na")).toEqual(["a", "b"]);
});

it("knows what has answers and what of it is not asked now", () => {
  const some = form({ "a.x": "1", "a.gone": "2", "a.empty": null }, { "b.rows": {} });
  expect([answered(some, "a.x"), answered(some, "a.empty"), answered(some, "b.rows"), answered(some, "c.y")]).toEqual([true, false, true, false]);
  expect(leftOut(some, schema)).toEqual(["a.gone", "b.rows"]);
});

it("changes one section and sees that the form is another one", () => {
  const other = changeSection(schema, 0, { label: "B" });
  expect([other.sections[0]?.label, sameDesign(schema, other), sameDesign(schema, { ...schema })]).toEqual(["B", false, true]);
  expect([isPrivate("money"), isPrivate("private_x"), isPrivate("show")]).toEqual([true, true, false]);
});
