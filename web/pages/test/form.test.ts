import { expect, test } from "vitest";
import { emptyForm } from "../../client/folds/empty";
import { EMPTY } from "../../client/folds/register";
import { newRow } from "../../client/folds/rows";
import type { Section } from "../../client/wire";
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
