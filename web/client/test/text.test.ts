/** Long texts: what is typed is on screen at once and reaches the hub once, whatever happens in between. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LiveTexts } from "../texts";
import { Desk } from "./desk";
import { FIELD, Paper } from "./paper";
import { frozenTime } from "./stage";

beforeEach(frozenTime);
afterEach(() => vi.useRealTimers());

describe("typing", () => {
  test("shows at once, goes as one after a pause, and is saved when the hub says so", async () => {
    const desk = new Desk();
    desk.text.write("R");
    desk.text.write("Rider");
    expect(desk.text.value.get()).toBe("Rider");
    expect(desk.dos).toHaveLength(0);
    await desk.pause();
    expect(desk.dos).toHaveLength(1);
    expect(desk.text.unsaved.get()).toBe(true);
    await desk.settle();
    expect(desk.paper.text).toBe("Rider");
    expect(desk.text.unsaved.get()).toBe(false);
    expect(desk.drafts).toEqual([]);
  });

  test("goes on while something is under way, and follows it", async () => {
    const desk = new Desk();
    desk.text.write("one");
    await desk.pause();
    desk.text.write("one two");
    await desk.pause();
    expect(desk.dos).toHaveLength(1);
    await desk.settle();
    await desk.settle();
    expect(desk.paper.text).toBe("one two");
    expect(desk.text.unsaved.get()).toBe(false);
  });

  test("merges with what others type at once", async () => {
    const desk = new Desk();
    desk.paper.type(0, 0, "doors at seven");
    desk.paper.tell(desk.stage.line);
    desk.text.write("stage: doors at seven");
    desk.paper.type(9, 5, "eight");
    desk.paper.tell(desk.stage.line);
    expect(desk.text.value.get()).toBe("stage: doors at eight");
    await desk.pause();
    await desk.settle();
    expect(desk.paper.text).toBe("stage: doors at eight");
  });

  test("begins with a value that stood there before", async () => {
    const paper = new Paper();
    paper.type(0, 0, "doors 😀");
    paper.form = { ...paper.form, texts: {} };
    const desk = new Desk(paper);
    expect(desk.text.value.get()).toBe("doors 😀");
    desk.text.write("doors 😀!");
    await desk.pause();
    await desk.settle();
    expect(paper.text).toBe("doors 😀!");
  });

  test("keeps whole characters, and none that the hub refuses", async () => {
    const desk = new Desk();
    desk.text.write("a😀b");
    desk.text.write("a😁b\u0007\r\nc\ud83d");
    expect(desk.text.value.get()).toBe("a😁b\nc\ufffd");
    await desk.pause();
    await desk.settle();
    expect(desk.paper.text).toBe("a😁b\nc\ufffd");
  });

  test("nothing typed is nothing sent", async () => {
    const desk = new Desk();
    desk.text.write("");
    await desk.pause();
    expect(desk.dos).toEqual([]);
  });

  test("a caret stays where it is while others type", () => {
    const desk = new Desk();
    desk.paper.type(0, 0, "doors");
    desk.paper.tell(desk.stage.line);
    const mark = desk.text.mark(5);
    desk.paper.type(0, 0, "stage, ");
    desk.paper.tell(desk.stage.line);
    expect(mark.read()).toBe(12);
    expect(desk.text.mark(99).read()).toBe(12);
    desk.paper.pack();
    desk.paper.tell(desk.stage.line);
    expect(mark.read()).toBe(5);
  });
});

describe("undo", () => {
  test("takes back one's own, and nothing of others", async () => {
    const desk = new Desk();
    desk.text.write("mine");
    await desk.pause();
    await desk.settle();
    desk.paper.type(4, 0, " theirs");
    desk.paper.tell(desk.stage.line);
    expect(desk.text.canUndo.get()).toBe(true);
    desk.text.undo();
    expect(desk.text.value.get()).toBe(" theirs");
    await desk.pause();
    await desk.settle();
    expect(desk.paper.text).toBe(" theirs");
    desk.text.redo();
    expect(desk.text.value.get()).toBe("mine theirs");
    expect(desk.text.canRedo.get()).toBe(false);
  });
});

describe("a refusal", () => {
  test("leaves what was typed, and goes with the next key stroke", async () => {
    const desk = new Desk();
    desk.text.write("far too long");
    await desk.pause();
    await desk.refuse("advance.too_long");
    expect(desk.text.value.get()).toBe("far too long");
    expect(desk.text.problem.get()).toEqual({ code: "advance.too_long", say: "No." });
    desk.text.write("long");
    expect(desk.text.problem.get()).toBeNull();
    await desk.pause();
    await desk.settle();
    expect(desk.paper.text).toBe("long");
  });

  test("leaves it through a reload", async () => {
    const desk = new Desk();
    desk.text.write("not taken");
    await desk.pause();
    await desk.refuse("advance.locked");
    const again = new Desk(desk.paper, desk.stage.storage, "d");
    expect(again.text.value.get()).toBe("not taken");
  });

  test("of a locked field ends when it is opened", async () => {
    const desk = new Desk();
    desk.text.write("locked out");
    await desk.pause();
    desk.paper.lock(true);
    desk.paper.tell(desk.stage.line);
    await desk.refuse("advance.locked");
    expect(desk.dos).toEqual([]);
    desk.paper.lock(false);
    desk.paper.tell(desk.stage.line);
    await desk.settle();
    expect(desk.paper.text).toBe("locked out");
    expect(desk.text.problem.get()).toBeNull();
  });

  test("what came and went while nothing was saved is not told", async () => {
    const desk = new Desk();
    desk.cut();
    for (let times = 0; times < 8; times += 1) {
      desk.text.write("x".repeat(9_000) + String(times));
      desk.text.write("");
    }
    desk.text.write("short");
    await desk.pause();
    desk.back();
    await desk.settle();
    expect(desk.paper.text).toBe("short");
  });

  test("what no frame can carry is too long", async () => {
    const desk = new Desk();
    desk.text.write("x".repeat(50_000));
    await desk.pause();
    expect(desk.dos).toEqual([]);
    expect(desk.text.problem.get()?.code).toBe("advance.too_long");
  });
});

test("a text is opened once for a field, and flushed with the page", () => {
  const desk = new Desk();
  const texts = new LiveTexts(desk.stage.room, desk.stage.world());
  const text = texts.of(FIELD);
  expect(texts.of(FIELD)).toBe(text);
  text.write("going");
  texts.flush();
  expect(desk.dos).toHaveLength(1);
});
