import { expect, test } from "vitest";
import { emptyForm } from "../../client/folds/empty";
import { EMPTY } from "../../client/folds/register";
import { newRow } from "../../client/folds/rows";
import type { Section } from "../../client/wire";
import { joined, labelOf, type Line, merged } from "../crew/activity";
import { share } from "../crew/share";

const SECTION: Section = {
  key: "show",
  label: "Show",
  fields: [
    { key: "title", label: "Title", answers: "band" },
    { key: "venue", label: "Venue", answers: "venue" },
    { key: "date", label: "Date" },
    { key: "tiers", label: "Tiers", answers: "venue", kind: "list", columns: [{ key: "name", label: "Tier" }] },
  ],
};
const FORM = emptyForm({ sections: [SECTION] });
const value = (text: string) => ({ ...EMPTY, value: text, stamp: "1" });

test("a field that both sides answer counts for each of them, and a list by its rows", () => {
  const row = { ...newRow("r"), written: ["0000000000001-0000-ana"] };
  const form = { ...FORM, fields: { "show.date": value("2026-12-04"), "show.venue": EMPTY }, lists: { "show.tiers": { r: row } } };
  expect(share(form, SECTION, "band")).toEqual({ answered: 1, total: 2 });
  expect(share(form, SECTION, "venue")).toEqual({ answered: 2, total: 3 });
  const said = { what: "venue", by: "ana", name: "Ana", at_ms: 1, stamp: "1" };
  const given = { ...form, agreement: { ...form.agreement, assigned: { "show.title": said, "show.date": said } } };
  expect(share(given, SECTION, "band")).toEqual({ answered: 0, total: 0 });
  const removed = { ...row, removed: row.written };
  expect(share({ ...form, lists: { "show.tiers": { r: removed } } }, SECTION, "venue")).toEqual({ answered: 1, total: 3 });
});

test("a line is called by its section, field and column", () => {
  expect(labelOf(FORM, "show.title").label).toBe("Show · Title");
  expect(labelOf(FORM, "show.tiers#r.name").label).toBe("Show · Tiers · Tier");
  expect(labelOf(FORM, "gone.field").label).toBe("gone.field");
});

test("what one person saves in one field in a row is one line", () => {
  const line = (key: string, person: string, about = "show.title"): Line => ({ key, person, name: person, what: "advance.edited", about, text: key, at: 1 });
  const lines = [line("1", "ana"), line("2", "ana"), line("3", "bo"), line("4", "ana"), line("5", "ana", "show.venue")];
  const shown = lines.reduce<Line[]>((all, one) => joined(one, all), []);
  expect(shown.map((one) => one.key)).toEqual(["5", "4", "3", "2"]);
});

test("what was heard and what the hub kept are each one line, in the order of their times", () => {
  const line = (text: string, at: number, about: string, key = text): Line => ({ key, person: "ana", name: "Ana", what: "advance.edited", about, text, at });
  const heard = [line("Doors 19:30", 40, "show.title"), line("Hall", 20, "show.venue")];
  const kept = [line("19:30", 40, "show.title", "4"), line("missed", 30, "show.date", "3"), line("Hall", 20, "show.venue", "2"), line("first", 10, "show.type", "1")];
  expect(merged(heard, kept).map((one) => one.text)).toEqual(["Doors 19:30", "missed", "Hall", "first"]);
  expect(merged(heard, [])).toEqual(heard);
  expect(merged([], kept)).toEqual(kept);
});

test("keystrokes are one line, whoever of the two had which", () => {
  const line = (text: string, at: number): Line => ({ key: text, person: "ana", name: "Ana", what: "advance.edited", about: "show.title", text, at });
  expect(merged([line("Nig", 3)], [line("Ni", 2), line("N", 1)]).map((one) => one.text)).toEqual(["Nig"]);
  const many = Array.from({ length: 150 }, (_, at) => ({ ...line(String(at), at), about: `show.f${at}` })).reverse();
  expect(merged(many, [])).toHaveLength(100);
});
