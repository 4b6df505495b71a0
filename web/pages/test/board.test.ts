import { expect, test } from "vitest";
import { nextDue, query, type Part, type Standing } from "../board/standing";

const half = (answered: number, standing = "open") => ({ answered, total: 3, standing });
const part = (label: string, due: number | null, band = half(1)): Part => ({ label, due, band, venue: half(3) });
const row = (...parts: Part[]): Standing => ({ day: "2027-03-06", parts: Object.fromEntries(parts.map((each) => [each.label, each])) }) as unknown as Standing;

test("only what is chosen is asked", () => {
  const asked = { text: "", answer: "", stage: "", waits: "", missing: "", sort: "day" };
  expect(query(asked)).toBe("sort=day");
  expect(query({ ...asked, text: "o y", answer: "tea", missing: "load_in" })).toBe("sort=day&q=o+y&answer=tea&missing=load_in");
});

test("the next deadline is the earliest of what is open", () => {
  expect(nextDue(row(part("Wi-Fi", 7), part("Press", 10), part("Show", null)))).toEqual({ label: "Press", day: "2027-02-24" });
  expect(nextDue(row(part("Wi-Fi", 7), part("Press", 10, half(1, "submitted"))))).toEqual({ label: "Wi-Fi", day: "2027-02-27" });
  expect(nextDue(row(part("Press", 10, half(3))))).toBeNull();
  expect(nextDue(row())).toBeNull();
});
