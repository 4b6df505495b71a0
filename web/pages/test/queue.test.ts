import { expect, test } from "vitest";
import type { Queue } from "../../client/wire";
import { turnOf } from "../../parts/wait";

const MINUTE = 60_000;

function queue(changes: Partial<Queue>): Queue {
  const ids = ["a", "b", "c", "d"];
  const entry = (id: string) => ({ id, person: id, name: id, title: id, artist: "", note: "", at_ms: 0, held: id === "c" });
  return {
    rules: { mode: "rotation", locked_max: 2, open_max: 3, length_max: 500 },
    entries: Object.fromEntries(ids.map((id) => [id, entry(id)])),
    waiting: ["b", "c", "d"],
    up_next: ["a"],
    playing: null,
    playing_since_ms: 0,
    history: [],
    sung: [],
    ...changes,
  };
}

test("the wait is a range that grows with everybody ahead", () => {
  expect(turnOf(queue({}), "a", 0)).toEqual({ ahead: 0, low: 0, high: 0 });
  expect(turnOf(queue({}), "b", 0)).toEqual({ ahead: 1, low: 3, high: 5 });
});

test("a held request delays nobody and has no turn of its own", () => {
  expect(turnOf(queue({}), "d", 0)).toEqual({ ahead: 2, low: 6, high: 10 });
  expect(turnOf(queue({}), "c", 0)).toBeNull();
});

test("what plays counts for what is left of it", () => {
  const playing = queue({ playing: "x", playing_since_ms: 0 });
  expect(turnOf(playing, "a", 0)).toMatchObject({ low: 3, high: 5 });
  expect(turnOf(playing, "a", 2 * MINUTE)).toMatchObject({ low: 1, high: 3 });
  expect(turnOf(playing, "a", 9 * MINUTE)).toMatchObject({ low: 0, high: 0 });
});
