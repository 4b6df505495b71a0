import { expect, test } from "vitest";
import { emptyForm } from "../../client/folds/empty";
import { EMPTY } from "../../client/folds/register";
import { newRow } from "../../client/folds/rows";
import type { Section } from "../../client/wire";
import { labelOf, sayDone, sayText } from "../crew/activity";
import type { Done } from "../crew/done";

const SECTION: Section = {
  key: "show",
  label: "Show",
  fields: [
    { key: "title", label: "Title" },
    { key: "fee", label: "Fee", kind: "money", unit: "EUR" },
    { key: "open", label: "Open air", kind: "yes_no" },
    { key: "tiers", label: "Tiers", kind: "list", columns: [{ key: "name", label: "Tier" }, { key: "price", label: "Price", kind: "money" }] },
  ],
};
const FORM = emptyForm({ sections: [SECTION, { key: "wifi", label: "Wi-Fi", fields: [] }] });
const line = (what: string, about: string, text = "", was = ""): Done => ({ seq: 1, person: "ana", name: "Ana", what: `advance.${what}`, about, text, was, at_ms: 1, section: "show", party: "band" });

test("a line is called by its section, field, row and column", () => {
  expect(labelOf(FORM, "show.title").label).toBe("Show · Title");
  expect(labelOf(FORM, "show.tiers#r.name").label).toBe("Show · Tiers · Tier");
  expect(labelOf(FORM, "gone.field").label).toBe("gone.field");
  expect(labelOf(FORM, "wifi").label).toBe("Wi-Fi");
  const row = { ...newRow("r"), cells: { name: { ...EMPTY, value: "Early", stamp: "1" } } };
  const named = { ...FORM, lists: { "show.tiers": { r: row } } };
  expect(labelOf(named, "show.tiers#r.price").label).toBe("Show · Tiers · Early · Price");
  expect(labelOf(named, "show.tiers#r.name").label).toBe("Show · Tiers · Tier");
  expect(labelOf(named, "show.tiers#r").label).toBe("Show · Tiers · Early");
});

test("values are said as the form says them", () => {
  const [title, fee, open] = SECTION.fields;
  expect([sayText(title, "7"), sayText(fee, "150000"), sayText(open, "yes"), sayText(open, ""), sayText(undefined, "x")]).toEqual(["7", "1,500.00 EUR", "Yes", "", "x"]);
});

test("a line says from what to what", () => {
  const said = (...what: Parameters<typeof line>) => sayDone(FORM, line(...what));
  expect(said("edited", "show.title", "Night")).toBe("Show · Title: Night");
  expect(said("edited", "show.title", "Night", "Day")).toBe("Show · Title: Day → Night");
  expect(said("edited", "show.title", "", "Day")).toBe("Show · Title: Day → empty");
  expect(said("edited", "show.title")).toBe("Show · Title cleared");
  expect(said("edited", "show.fee", "20000", "15000")).toBe("Show · Fee: 150.00 EUR → 200.00 EUR");
  expect(said("marked", "show.title", "confirmed", "asked")).toBe("Show · Title: asked → confirmed");
  expect(said("assigned", "show.title", "venue")).toBe("Show · Title, Who answers: Venue");
  expect(said("section_stood", "wifi", "open", "signed_off")).toBe("Wi-Fi: signed off → open");
  expect(said("section_stood", "wifi", "submitted")).toBe("Wi-Fi: submitted");
  expect(said("locked", "show.title", "on")).toBe("Show · Title locked");
  expect(said("file_added", "show.title", "plot.pdf")).toBe("a file at Show · Title: plot.pdf");
  expect(said("published", "", "3")).toBe("Revision 3 published");
  expect(said("unheard_of", "show.title")).toBe("Show · Title");
});
