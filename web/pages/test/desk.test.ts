import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SILENCE_MS } from "../../client/connection";
import { frozenTime, Stage } from "../../client/test/stage";
import type { Queue } from "../../client/wire";
import type { Session } from "../../parts/session";
import { Desk, UNDO_MS } from "../desk/desk";

beforeEach(frozenTime);
afterEach(() => vi.useRealTimers());

const entry = (id: string) => ({ id, person: id, name: id, title: id, artist: "", note: "", at_ms: 0, held: false });

const QUEUE: Queue = {
  rules: { mode: "rotation", locked_max: 2, open_max: 3, length_max: 500 },
  entries: Object.fromEntries(["a", "b", "c", "d"].map((id) => [id, entry(id)])),
  waiting: ["b", "c", "d"],
  up_next: ["a"],
  playing: null,
  playing_since_ms: 0,
  history: [],
  sung: [],
};

/** A desk that is live; what it asked for is on the stage's line. */
function desk(queue = QUEUE) {
  const stage = new Stage();
  stage.hub.start();
  stage.line.open();
  stage.line.welcome(0, [], { queue });
  const shown = signal(queue);
  stage.room.state.watch((state) => (shown.value = state.queue ?? queue));
  return { stage, desk: new Desk({ room: stage.room } as unknown as Session, shown) };
}

test("next names the request that is on screen", () => {
  const { stage, desk: at } = desk();
  at.play();
  at.play();
  expect(stage.line.dos.map((frame) => frame.cmd)).toEqual([
    { t: "queue.play", entry: "a" },
    { t: "queue.play", entry: "b" },
  ]);
});

test("a request that is still on its way is not named to the hub", () => {
  const { stage, desk: at } = desk({ ...QUEUE, entries: {}, waiting: [], up_next: [] });
  stage.room.do({ t: "queue.submit", title: "Jolene" });
  const [guessed = ""] = at.order;
  at.play();
  at.skip(guessed);
  at.hold(guessed);
  at.callUp(guessed);
  vi.advanceTimersByTime(SILENCE_MS);
  stage.line.say({ t: "ping", n: 1 });
  vi.advanceTimersByTime(UNDO_MS - SILENCE_MS);
  expect(stage.line.dos.map((frame) => frame.cmd.t)).toEqual(["queue.submit"]);
});

test("a skip leaves after its time to undo, and not at all when undone", () => {
  const { stage, desk: at } = desk();
  at.skip("b");
  at.skip("c");
  expect(at.order).toEqual(["a", "d"]);
  at.undo();
  expect(at.order).toEqual(["a", "c", "d"]);
  vi.advanceTimersByTime(UNDO_MS);
  expect(stage.line.dos.map((frame) => frame.cmd)).toEqual([{ t: "queue.skip", entry: "b" }]);
});

test("a move is undone to the place it came from", () => {
  const { stage, desk: at } = desk();
  at.shift("d", -1);
  expect(at.order).toEqual(["a", "b", "d", "c"]);
  at.undo();
  expect(at.order).toEqual(["a", "b", "c", "d"]);
  expect(stage.line.dos.map((frame) => frame.cmd)).toEqual([
    { t: "queue.reorder", entry: "d", before: "c" },
    { t: "queue.reorder", entry: "d", before: null },
  ]);
});

test("moves past either end, and of what is called up, ask for nothing", () => {
  const { stage, desk: at } = desk();
  at.shift("b", -1);
  at.shift("d", 1);
  at.shift("a", 1);
  at.hold("a");
  expect(stage.line.dos).toEqual([]);
});

test("the choice goes on to a neighbour when what was chosen goes", () => {
  const { desk: at } = desk();
  at.choose(1);
  at.choose(1);
  expect(at.chosen.value).toBe("b");
  at.withdraw("b");
  expect(at.chosen.value).toBe("c");
  at.choose(1);
  at.choose(1);
  at.choose(1);
  expect(at.chosen.value).toBe("d");
});
