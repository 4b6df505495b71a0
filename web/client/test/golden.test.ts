/** The folds here and the rules in hub/ agree on every fact: tests/golden/folds.py tells the stories. */
import { expect, test } from "vitest";
import { Behaviours, type RoomState } from "../behaviour";
import { advance } from "../folds/advance_guess";
import { chat } from "../folds/chat";
import stories from "../folds/golden.json";
import { foldQueue } from "../folds/queue";
import { queue } from "../folds/queue_guess";
import { streams } from "../folds/streams";
import { foldTips, tips } from "../folds/tips";
import type { AnyFact, Queue, TipConfirmed } from "../wire";

interface Story {
  behaviour: keyof RoomState;
  lane: string;
  start: object;
  steps: { fact: AnyFact; changed?: object }[];
}

const ALL = new Behaviours([advance, chat, queue, streams, tips]);
const told = stories as unknown as Story[];

test.each(told.map((story, at) => [`${story.behaviour} in ${story.lane}, story ${at}`, story] as const))("%s", (_name, story) => {
  let state: RoomState = { [story.behaviour]: story.start };
  let expected = story.start;
  for (const [at, { fact, changed }] of story.steps.entries()) {
    state = ALL.fold(state, fact);
    if (changed === undefined) continue;
    expected = { ...expected, ...changed };
    expect(state[story.behaviour], `step ${at}: ${fact.t}`).toEqual(expected);
  }
});

test("a fold leaves the state it was given alone", () => {
  for (const story of told) {
    const before = JSON.stringify(story.start);
    for (const { fact } of story.steps.slice(0, 1)) ALL.fold({ [story.behaviour]: story.start }, fact);
    expect(JSON.stringify(story.start)).toBe(before);
  }
});

test("the queue remembers fifty that ended and two thousand singers", () => {
  const asked = (id: string) => ({ id, person: `p${id}`, name: "x", title: "x", artist: "", note: "", at_ms: 1 });
  let state: Queue = {
    rules: { mode: "rotation", locked_max: 2, open_max: 3, length_max: 500 },
    entries: {},
    waiting: [],
    up_next: [],
    playing: null,
    playing_since_ms: 0,
    history: [],
    sung: Array.from({ length: 2000 }, (_, number) => `old${number}`),
  };
  for (let number = 0; number < 60; number += 1) {
    const id = String(number);
    state = foldQueue(state, { t: "queue.submitted", ...asked(id), before: null });
    state = foldQueue(state, { t: "queue.started", id, at_ms: 1 });
    state = foldQueue(state, { t: "queue.played", id, at_ms: 2 });
  }
  expect(state.history.map((past) => past.entry.id)).toEqual(Array.from({ length: 50 }, (_, number) => String(number + 10)));
  expect([state.sung.length, state.sung[0], state.sung.at(-1)]).toEqual([2000, "old60", "p59"]);
});

test("the hub's own list of tips is bounded too", () => {
  const tip: TipConfirmed = { t: "tips.confirmed", id: "new", name: "x", text: "", amount: 1, currency: "eur", tier: "small", pin_ms: 1, at_ms: 1 };
  const ids = Array.from({ length: 1000 }, (_, number) => `t${number}`);
  expect(foldTips({ alerts: [], totals: {}, ids }, tip).ids).toEqual([...ids.slice(1), "new"]);
});
