import { expect, test } from "vitest";
import type { Field } from "../../client/wire";
import { readValue, sayValue, writeValue } from "../crew/values";

const field = (changes: Partial<Field>): Field => ({ key: "x", label: "X", ...changes });

test.each([
  ["text", "  Lantern Hall ", "Lantern Hall"],
  ["text", "   ", null],
  ["number", "2,5", 2.5],
  ["integer", "1 200", 1200],
  ["money", "19.99", 1999],
  ["time", "19:30", "19:30"],
  ["time", "1930", "19:30"],
  ["time", "19.30", "19:30"],
  ["time", "19h", "19:00"],
  ["time", "7:30 pm", "19:30"],
  ["time", "12am", "00:00"],
  ["time", "9", "09:00"],
  ["date", "2026-07-04", "2026-07-04"],
  ["phone", "+44 20 7946 0018", "+44 20 7946 0018"],
  ["email", "ana@example.org", "ana@example.org"],
  ["url", "https://example.org/rider", "https://example.org/rider"],
] as const)("%s: %j is read as %j", (kind, typed, value) => {
  expect(readValue(field({ kind }), typed)).toEqual({ ok: true, value });
});

test.each([
  ["number", "a lot", "Type a number."],
  ["integer", "2.5", "Type a whole number."],
  ["time", "25:00", "Type a time such as 19:30."],
  ["time", "soon", "Type a time such as 19:30."],
  ["phone", "call me", "Type a phone number such as +44 20 7946 0018."],
  ["email", "ana@home", "Type an e-mail address such as ana@example.org."],
  ["url", "example.org", "Type a web address that starts with https://."],
] as const)("%s: %j is answered with %j", (kind, typed, say) => {
  expect(readValue(field({ kind }), typed)).toEqual({ ok: false, say });
});

test("limits are those of the field, and characters are counted as people count them", () => {
  expect(readValue(field({ kind: "integer", min: 1, max: 99 }), "100")).toEqual({ ok: false, say: "Type a number from 1 to 99." });
  expect(readValue(field({ max_length: 2 }), "🎸🎸")).toEqual({ ok: true, value: "🎸🎸" });
  expect(readValue(field({ max_length: 2 }), "abc")).toEqual({ ok: false, say: "Shorten it to 2 characters." });
});

test("what is written comes back as what is read", () => {
  for (const [kind, value] of [["money", 1999], ["number", 2.5], ["integer", 7], ["text", "x"], ["time", "19:30"]] as const) {
    expect(readValue(field({ kind }), writeValue(field({ kind }), value))).toEqual({ ok: true, value });
  }
});

test("a value is said with its unit, and no value in words", () => {
  expect(sayValue(field({ kind: "integer", unit: "people" }), 1200)).toBe("1,200 people");
  expect(sayValue(field({ kind: "money" }), 1999)).toBe("19.99");
  expect(sayValue(field({ kind: "yes_no" }), true)).toBe("Yes");
  expect(sayValue(field({}), null)).toBe("nothing (cleared)");
});
