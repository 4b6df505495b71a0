import { expect, test } from "vitest";
import { divider, type Done, donePath, NO_FILTER } from "../crew/done";

const lines = [5, 4, 3].map((seq) => ({ seq })) as unknown as Done[];

test("what is new stands above the divider", () => {
  expect(divider(lines, 4)).toBe(1);
  expect(divider(lines, 2)).toBe(-1);
  expect(divider(lines, 5)).toBe(-1);
  expect(divider(lines, 0)).toBe(-1);
});

test("only what is chosen is asked", () => {
  expect(donePath("show/x", NO_FILTER, null)).toBe("/api/rooms/show/x/activity?limit=50");
  expect(donePath("show/x", { ...NO_FILTER, party: "venue" }, 7)).toBe("/api/rooms/show/x/activity?limit=50&party=venue&before=7");
});
