import { expect, test } from "vitest";
import { a } from "../../texts/office/advance";
import type { Part } from "../board/standing";
import { gathered, lasting, openFirst, sectionsOf } from "../show/filled";
import { offered, split, typedDay } from "../show/plan";

const half = (answered: number, standing = "open") => ({ answered, total: 3, standing });
const part = (label: string, answered = 0, standing = "open"): Part => ({ label, due: null, band: half(answered, standing), venue: half(3) });

test("sections come in the usual order, those of one's own after them", () => {
  const parts = { zoo: part("Zoo"), wifi: part("Wi-Fi"), show: part("Show"), apes: part("Apes") };
  expect(sectionsOf(parts, ["show", "wifi"]).map(({ label }) => label)).toEqual(["Show", "Wi-Fi", "Apes", "Zoo"]);
});

test("what is of one night, or for owners and managers only, is taken along only when somebody says so", () => {
  const keys = ["show", "technical", "guest_list", "money", "private_deals", "travel"];
  expect(lasting(keys.map((key) => ({ key, label: key })))).toEqual(["technical", "travel"]);
});

test("the rows of a list that were refused alike are one line", () => {
  const row = { field: "schedule.items", label: "Schedule", code: "advance.locked", say: "Locked." };
  const other = { ...row, code: "advance.full" };
  expect(gathered([row, other, row]).map(({ code, count }) => [code, count])).toEqual([
    ["advance.locked", 2],
    ["advance.full", 1],
  ]);
  expect(gathered([])).toEqual([]);
});

test("what is still to be answered comes first", () => {
  const rows = [part("Done", 3), part("Open", 1), part("Submitted", 1, "submitted"), part("Empty")].map((one) => ({ part: one }));
  expect(openFirst(rows).map((row) => row.part.label)).toEqual(["Open", "Empty", "Done", "Submitted"]);
});

test("days can be ticked beside the usual ones", () => {
  expect(offered([4, 7])).toEqual([21, 14, 10, 7, 5, 4, 3, 2, 1, 0]);
  expect(split([0, 1, 14])).toEqual({ before: [14, 1], onTheDay: true });
  expect(split([])).toEqual({ before: [], onTheDay: false });
});

test.each([
  ["12", 12],
  [" 0 ", 0],
  ["60", 60],
  ["61", null],
  ["-1", null],
  ["1.5", null],
  ["", null],
  ["soon", null],
])("%s days are %s", (text, day) => {
  expect(typedDay(text)).toBe(day);
});

test("a plan is a sentence", () => {
  expect(a().plan([7, 3, 1], true)).toBe("Who has to answer gets a mail 7, 3, and 1 days before a deadline, and on the day itself.");
  expect(a().plan([14], false)).toBe("Who has to answer gets a mail 14 days before a deadline.");
  expect(a().plan([1], false)).toBe("Who has to answer gets a mail 1 day before a deadline.");
  expect(a().plan([], true)).toBe("Who has to answer gets a mail on the day of a deadline.");
});
