/** Long texts without a network, through reloads, and when the hub goes on with another document. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Desk } from "./desk";
import { frozenTime } from "./stage";

beforeEach(frozenTime);
afterEach(() => vi.useRealTimers());

describe("without a network", () => {
  test("a minute of typing is one command, and goes when there is one again", async () => {
    const desk = new Desk();
    desk.cut();
    for (const word of ["a", "ab", "abc"]) {
      desk.text.write(word);
      await desk.pause();
    }
    expect(desk.stage.room.waiting.get()).toHaveLength(1);
    desk.paper.type(0, 0, "theirs ");
    desk.back();
    await desk.settle();
    expect(desk.paper.text).toContain("abc");
    expect(desk.paper.text).toContain("theirs ");
    expect(desk.text.value.get()).toBe(desk.paper.text);
  });

  test("what was typed waits through a reload, and is there once", async () => {
    const desk = new Desk();
    desk.cut();
    desk.text.write("typed offline");
    await desk.pause();
    const again = new Desk(desk.paper, desk.stage.storage, "d");
    expect(again.text.value.get()).toBe("typed offline");
    await again.pause();
    await again.settle();
    expect(again.paper.text).toBe("typed offline");
    expect(again.drafts).toEqual([]);
  });

  test("what had reached the hub before a reload is not typed again", async () => {
    const desk = new Desk();
    desk.text.write("one");
    await desk.pause();
    const [sent] = desk.dos;
    if (sent) desk.paper.take(sent);
    desk.text.write("one two");
    desk.text.flush();
    const again = new Desk(desk.paper, desk.stage.storage, "d");
    again.text.write(`${again.text.value.get()} three`);
    again.stage.line.say({ t: "ack", id: sent?.id ?? "", seq: 1 });
    await again.pause();
    for (const one of again.dos.slice(1)) {
      again.paper.take(one);
      again.paper.tell(again.stage.line);
    }
    expect(again.text.value.get().split(" ").sort()).toEqual(["one", "three", "two"]);
    expect(again.paper.text).toBe(again.text.value.get());
  });
});

describe("another document", () => {
  test("what is not sent is put into it", async () => {
    const desk = new Desk();
    desk.paper.type(0, 0, "doors at seven");
    desk.paper.tell(desk.stage.line);
    desk.text.write("doors at seven sharp");
    desk.paper.type(0, 5, "gates");
    desk.paper.pack();
    desk.paper.tell(desk.stage.line);
    expect(desk.text.value.get()).toBe("gates at seven sharp");
    await desk.pause();
    await desk.settle();
    expect(desk.paper.text).toBe("gates at seven sharp");
  });

  test("what was under way and is in it is not put in again", async () => {
    const desk = new Desk();
    desk.text.write("one");
    await desk.pause();
    desk.text.write("one two");
    const [sent] = desk.dos;
    if (sent) desk.paper.take(sent);
    desk.cut();
    desk.paper.type(0, 0, "theirs ");
    desk.paper.pack();
    desk.back();
    expect(desk.text.value.get()).toBe("one two");
    const [repeated] = desk.dos;
    expect(repeated?.id).toBe(sent?.id);
    desk.stage.line.say({ t: "ack", id: sent?.id ?? "", seq: 1 });
    await vi.advanceTimersByTimeAsync(0);
    expect(desk.text.value.get()).toBe("theirs one two");
    expect(desk.dos).toHaveLength(2);
  });

  test("what was under way and is not in it is put in", async () => {
    const desk = new Desk();
    desk.paper.type(0, 0, "doors");
    desk.paper.tell(desk.stage.line);
    desk.text.write("doors at eight");
    await desk.pause();
    desk.paper.pack();
    desk.paper.tell(desk.stage.line);
    await desk.refuse("advance.text_moved");
    expect(desk.text.value.get()).toBe("doors at eight");
    await desk.settle();
    expect(desk.paper.text).toBe("doors at eight");
    expect(desk.text.unsaved.get()).toBe(false);
  });

  test("a hub that always says so is not asked for ever", async () => {
    const desk = new Desk();
    desk.text.write("x");
    await desk.pause();
    for (let times = 0; times < 4; times += 1) await desk.refuse("advance.text_moved");
    expect(desk.dos).toEqual([]);
    expect(desk.text.problem.get()?.code).toBe("advance.text_moved");
    expect(desk.text.value.get()).toBe("x");
  });
});
