/** Edits that build on each other: what each says it saw decides whether something becomes a sibling. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { cell } from "../folds/advance";
import { emptyForm } from "../folds/empty";
import { EMPTY } from "../folds/register";
import { newRow, placed } from "../folds/rows";
import type { AnyFact, Value } from "../wire";
import { frozenTime, ME, Stage } from "./stage";

beforeEach(frozenTime);
afterEach(() => vi.useRealTimers());

const FORM = emptyForm({ sections: [] });
const FIELD = { field: "show.title" };

function enter(): Stage {
  const stage = new Stage();
  stage.hub.start();
  stage.line.open();
  stage.line.welcome(0, [], { advancing_sync: FORM });
  return stage;
}

const register = (stage: Stage) => cell(stage.room.state.get().advancing_sync ?? FORM, FIELD);
const edit = (stage: Stage, value: Value, saw = register(stage).stamp) => stage.room.do({ t: "advance.edit", ...FIELD, value, saw });

function edited(value: Value, stamp: string, saw: string, by: string = ME.person): AnyFact {
  return { t: "advance.edited", ...FIELD, value, stamp, saw, by, name: by, at_ms: 1, row: "", column: "", party: "band", source: "typed" };
}

const S1 = "0000001000001-0000-ana";
const S2 = "0000001000002-0000-ana";

describe("one after the other", () => {
  test("the second edit waits for the first and says that it saw it", () => {
    const stage = enter();
    const first = edit(stage, "Night");
    edit(stage, "Night two");
    expect(register(stage)).toMatchObject({ value: "Night two", siblings: [] });
    expect(stage.line.dos).toHaveLength(1);
    stage.line.facts(0, 1, [[1, edited("Night", S1, "")]]);
    stage.line.say({ t: "ack", id: first.id, seq: 1 });
    expect(stage.line.dos.at(-1)?.cmd).toEqual({ t: "advance.edit", ...FIELD, value: "Night two", saw: S1 });
    stage.line.facts(1, 2, [[2, edited("Night two", S2, S1)]]);
    expect(register(stage)).toMatchObject({ value: "Night two", stamp: S2, siblings: [] });
  });

  test("an ack that comes before its fact does not let the second edit go", () => {
    const stage = enter();
    const first = edit(stage, "Night");
    edit(stage, "Night two");
    stage.line.say({ t: "ack", id: first.id, seq: 1 });
    expect(stage.line.dos).toHaveLength(1);
    stage.line.facts(0, 1, [[1, edited("Night", S1, "")]]);
    expect(stage.line.dos.at(-1)?.cmd).toEqual({ t: "advance.edit", ...FIELD, value: "Night two", saw: S1 });
  });

  test("an edit begun on a guess that has landed meanwhile says the real stamp", () => {
    const stage = enter();
    const first = edit(stage, "Night");
    const guessed = register(stage).stamp;
    stage.line.facts(0, 1, [[1, edited("Night", S1, "")]]);
    stage.line.say({ t: "ack", id: first.id, seq: 1 });
    edit(stage, "Night two", guessed);
    expect(stage.line.dos.at(-1)?.cmd).toMatchObject({ saw: S1 });
  });

  test("an edit on top of one that somebody replaced at once says what it saw all the same", () => {
    const stage = enter();
    edit(stage, "Night");
    edit(stage, "Night two");
    stage.line.facts(0, 2, [[1, edited("Night", S1, "")], [2, edited("theirs", "0000001000009-0000-bo", S1, "bo")]]);
    expect(stage.line.dos.at(-1)?.cmd).toMatchObject({ value: "Night two", saw: S1 });
  });

  test("an edit begun on a guess that was refused says what that one saw", () => {
    const stage = enter();
    stage.line.facts(0, 1, [[1, edited("Night", S1, "")]]);
    const first = edit(stage, "x");
    edit(stage, "Night two");
    stage.line.say({ t: "fail", id: first.id, code: "advance.too_long", say: "No.", retry: false });
    expect(stage.line.dos.at(-1)?.cmd).toMatchObject({ value: "Night two", saw: S1 });
  });

  test("an edit whose landing is only seen in a snapshot is found there", () => {
    const stage = enter();
    const first = edit(stage, "Night");
    edit(stage, "Night two");
    stage.line.close(1006);
    vi.advanceTimersByTime(15_000);
    stage.line.open();
    const mine = { ...EMPTY, value: "Night", stamp: S1, by: ME.person, name: "Ana", at_ms: 1 };
    stage.line.welcome(400, [], { advancing_sync: { ...FORM, fields: { [FIELD.field]: mine }, last: S1 } });
    stage.line.say({ t: "ack", id: first.id, seq: 1 });
    expect(stage.line.dos.at(-1)?.cmd).toMatchObject({ value: "Night two", saw: S1 });
  });
});

test("of two places of a row the newer one counts, in whatever order they come", () => {
  const row = placed(newRow("r"), "b", "0000000000002-0000-ana");
  expect(placed(row, "a", "0000000000001-0000-bo").index).toBe("b");
  expect(placed(row, "c", "0000000000003-0000-bo").index).toBe("c");
});

describe("offline", () => {
  test("edits of one field that have not left become one, on top of what the first saw", () => {
    const stage = enter();
    stage.line.facts(0, 1, [[1, edited("Doors", S1, "")]]);
    stage.line.close(1006);
    edit(stage, "Night");
    edit(stage, "Night two");
    expect(stage.room.waiting.get().map((item) => item.cmd)).toEqual([
      { t: "advance.edit", ...FIELD, value: "Night two", saw: S1 },
    ]);
    expect(register(stage)).toMatchObject({ value: "Night two", siblings: [] });
  });

  test("what somebody else wrote meanwhile stays beside mine", () => {
    const stage = enter();
    stage.line.close(1006);
    edit(stage, "mine");
    vi.advanceTimersByTime(15_000);
    stage.line.open();
    stage.line.resume(0, 1, [[1, edited("theirs", "0000001000001-0000-bo", "", "bo")]]);
    const shown = register(stage);
    expect([shown.value, ...shown.siblings.map((one) => one.value)].sort()).toEqual(["mine", "theirs"]);
  });
});
