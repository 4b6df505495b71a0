import { expect, test } from "vitest";
import { hue, initials } from "../../parts/avatar";
import { lines } from "../../parts/chat";
import { ago, elapsed, money } from "../../parts/format";
import { words } from "../../parts/status";
import { de } from "../../texts/de";
import { en } from "../../texts/en";

test("the connection is said in words, with what waits", () => {
  const waiting = (offline: boolean) => ({ kind: "waiting", until: 10_000, offline }) as const;
  expect(words({ kind: "live" }, 0, 0, 0).text).toBe("Live");
  expect(words({ kind: "live" }, 2, 2, 0).text).toBe("Live, saving 2 changes");
  expect(words(waiting(false), 0, 0, 7_200).text).toBe("Reconnecting in 3 s");
  expect(words(waiting(false), 1, 0, 7_200).text).toBe("Reconnecting in 3 s: 1 edit waiting");
  expect(words(waiting(true), 2, 0, 0).text).toBe("Offline: 2 edits waiting");
});

test("initials are letters, whatever stands around them", () => {
  expect(["Ana Ruiz", "ben", "Dana (FOH)", "李 小龙", "🎸 Kim", ""].map(initials)).toEqual(["AR", "B", "DF", "李小", "K", ""]);
  expect(hue("ana")).toBe(hue("ana"));
});

test("times and amounts are said as people say them", () => {
  expect(ago(1_000, 3_000)).toBe("just now");
  expect(ago(9_000, 3_000)).toBe("just now");
  expect(ago(0, 12_000)).toMatch(/^12\s?s/);
  expect(ago(0, 7_200_000)).toMatch(/^2\s?h/);
  expect(ago(0, 180_000)).toMatch(/^3\s?min/);
  expect([elapsed(187_000), elapsed(3_787_000)]).toEqual(["3:07", "1:03:07"]);
  expect(money(1050, "eur")).toBe("€10.50");
  expect(money(500, "jpy")).toBe("¥500");
});

test("tips stand in the chat where they happened", () => {
  const message = (at_ms: number) => ({ t: "chat.posted", id: `m${at_ms}`, person: "a", name: "a", role: "audience", text: "x", at_ms, reply_to: null }) as const;
  const tip = (at_ms: number) => ({ t: "tips.confirmed", id: `t${at_ms}`, name: "a", text: "", amount: 1, currency: "eur", tier: "small", pin_ms: 1, at_ms }) as const;
  expect(lines([message(2), message(4)], [tip(1), tip(3)]).map((line) => line.id)).toEqual(["m2", "t3", "m4"]);
});

test("both languages say everything", () => {
  const shape = (texts: object): unknown => Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, key === "refusals" ? "" : shapeOf(text)]));
  const shapeOf = (text: unknown): unknown => (typeof text === "object" && text !== null && !Array.isArray(text) ? shape(text) : typeof text);
  expect(shape(de)).toEqual(shape(en));
  expect(de.desk.keyHelp.map(([key]) => key)).toEqual(en.desk.keyHelp.map(([key]) => key));
});
