import { expect, test } from "vitest";
import { type Done, donePath, isNew, joined, merged, newsIn, NO_FILTER } from "../crew/done";

const line = (text: string, at_ms: number, more: Partial<Done> = {}): Done => ({
  seq: at_ms,
  person: "ana",
  name: "Ana",
  what: "advance.edited",
  about: "show.title",
  text,
  at_ms,
  section: "show",
  party: "band",
  was: "",
  ...more,
});

test("only what is chosen is asked", () => {
  expect(donePath("show/x", NO_FILTER, null)).toBe("/api/rooms/show/x/activity?limit=50");
  expect(donePath("show/x", { ...NO_FILTER, party: "venue" }, 7)).toBe("/api/rooms/show/x/activity?limit=50&party=venue&before=7");
});

test("what one person does in one place within a minute is one line, from what stood there before", () => {
  const lines = [line("N", 1, { was: "Day" }), line("Ni", 2, { was: "N" }), line("x", 3, { person: "bo" }), line("Nig", 4), line("Y", 5, { about: "show.venue" })];
  const shown = lines.reduce<Done[]>((all, one) => joined(one, all), []);
  expect(shown.map((one) => [one.was, one.text])).toEqual([["", "Y"], ["", "Nig"], ["", "x"], ["Day", "Ni"]]);
  expect(joined(line("later", 90_000), [line("N", 1)])).toHaveLength(2);
  const note = { what: "advance.note_added" };
  expect(joined(line("", 2, note), [line("", 1, note)])).toHaveLength(2);
});

test("what was heard and what the hub kept are each one line, the hub's, in the order of their times", () => {
  const heard = [line("c", 50, { seq: null, about: "show.city" }), line("19:30", 40, { seq: null }), line("gone", 20, { seq: null, about: "show.venue" })];
  const kept = [line("19:30", 40, { was: "19:00" }), line("missed", 30, { about: "show.date" }), line("Hall", 20, { about: "show.venue" })];
  expect(merged(heard, kept).map((one) => one.was + one.text)).toEqual(["c", "19:0019:30", "missed", "Hall"]);
  expect(merged(heard, [])).toEqual(heard);
  expect(merged([], kept)).toEqual(kept);
});

test("news is what others did while somebody was away", () => {
  const ben = { person: "ben" };
  const lines = [line("", 7, { ...ben, seq: null }), line("", 6, ben), line("", 5, ben), line("", 4), line("", 3, ben), line("", 2, ben)];
  expect(newsIn(lines, { seen: 2, upto: 5 }, "ana")).toEqual({ from: 2, to: 5 });
  expect(lines.map((one) => isNew(one, { seen: 2, upto: 5 }, "ana"))).toEqual([false, false, true, false, true, false]);
  expect(newsIn(lines, { seen: 1, upto: 3 }, "ana")).toEqual({ from: 4, to: 6 });
  expect(newsIn(lines, { seen: 0, upto: 5 }, "ana")).toBeNull();
  expect(newsIn(lines, { seen: 3, upto: 4 }, "ana")).toBeNull();
});
