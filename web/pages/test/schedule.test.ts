import { expect, test } from "vitest";
import { EMPTY } from "../../client/folds/register";
import { newRow } from "../../client/folds/rows";
import type { Row, Value } from "../../client/wire";
import { instant, layout, ownTime } from "../crew/schedule";

function item(id: string, start: string, end = "", more: Record<string, Value> = {}): Row {
  const all = { what: "other", start, end, ...more };
  return { ...newRow(id), cells: Object.fromEntries(Object.entries(all).map(([key, value]) => [key, { ...EMPTY, value }])) };
}

const by = (rows: Row[], id: string) => layout(rows).slots.find((slot) => slot.id === id);

test("the day is in order; what starts before six, or a day later, stands after midnight", () => {
  const day = layout([item("curfew", "01:00"), item("doors", "19:30", "20:30"), item("out", "23:00", "02:00"), item("trip", "08:00", "", { day_offset: 1 }), item("eve", "20:00", "", { day_offset: -1 })]);
  expect(day.slots.map((slot) => [slot.id, slot.day])).toEqual([["eve", -1], ["doors", 0], ["out", 0], ["curfew", 1], ["trip", 1]]);
  expect(by([item("out", "23:00", "02:00")], "out")).toMatchObject({ start: 1380, end: 1560 });
  expect(layout([item("x", "soon")]).slots).toEqual([]);
});

test("what has no end is drawn open, until the next begins, and clashes with nothing that follows", () => {
  const rows = [item("meal", "18:15", "", { who: "Ana" }), item("doors", "18:40", "", { who: "Ana" }), item("set", "22:00")];
  expect(layout(rows).slots.map((slot) => [slot.open, slot.end - slot.start, slot.clashes.length])).toEqual([[true, 25, 0], [true, 60, 0], [true, 15, 0]]);
});

test("one stage, one person and the curfew: what must not overlap is told on both sides", () => {
  const rows = [
    item("check", "16:00", "17:30", { what: "soundcheck", who: "Dana" }),
    item("line", "17:00", "18:00", { what: "line check", who: "Ben, 4 hands" }),
    item("radio", "17:40", "18:00", { what: "press", who: "Ben" }),
    item("meal", "17:50", "18:30", { what: "meal", who: "4 hands" }),
    item("all", "17:55", "18:05", { who: "Everybody" }),
    item("curfew", "23:00", "", { what: "noise curfew" }),
    item("set", "22:00", "23:10", { what: "headliner" }),
  ];
  const told = (id: string) => by(rows, id)?.clashes.map((clash) => `${clash.reason} ${clash.with}`);
  expect(told("check")).toEqual(["stage line"]);
  expect(told("line")).toEqual(["stage check", "who radio", "who all"]);
  expect(told("radio")).toEqual(["who line", "who all"]);
  expect(told("meal")).toEqual([]);
  expect(told("set")).toEqual(["curfew curfew"]);
});

test("a changeover is the time between two sets, unless somebody has written one", () => {
  const one = item("a", "20:30", "21:10", { what: "support set" });
  const two = item("b", "21:35", "23:00", { what: "headliner" });
  const written = item("c", "21:10", "21:35", { what: "changeover" });
  expect(by([one, two], "b")?.changeover).toBe(25);
  expect(by([one, two, written], "b")?.changeover).toBeNull();
  expect(by([item("a", "20:30", "", { what: "support set" }), two], "b")?.changeover).toBeNull();
});

test("a time at the venue is an instant, in summer, in winter and past midnight", () => {
  expect(instant("2026-07-04", 19 * 60, "Europe/Berlin")).toBe(Date.parse("2026-07-04T17:00:00Z"));
  expect(instant("2026-12-04", 25 * 60, "Europe/Berlin")).toBe(Date.parse("2026-12-05T00:00:00Z"));
  expect(instant("2026-10-25", 12 * 60, "Europe/Berlin")).toBe(Date.parse("2026-10-25T11:00:00Z"));
  expect(instant("", 0, "Europe/Berlin")).toBeNull();
  expect(instant("2026-07-04", 0, "Lantern Hall")).toBeNull();
});

test("the viewer's own time is told where it is another", () => {
  expect(ownTime("2026-07-04", 19 * 60, "Europe/Berlin", "en-GB", "America/New_York")).toBe("Sat 13:00");
  expect(ownTime("2026-07-04", 19 * 60, "Europe/Berlin", "en-GB", "Europe/Paris")).toBe("");
});
