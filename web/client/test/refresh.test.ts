import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { frozenTime, Stage } from "./stage";

beforeEach(frozenTime);
afterEach(() => vi.useRealTimers());

const refreshed = (stage: Stage) => stage.line.heard.filter((frame) => frame.t === "refresh");

test("brings another grant when the hub says that this one ends, and comes back with it", async () => {
  const stage = new Stage();
  stage.fresh = () => Promise.resolve("t2");
  const line = stage.enter();
  line.say({ t: "expiring", left_ms: 60_000 });
  await vi.advanceTimersByTimeAsync(0);
  expect(refreshed(stage)).toEqual([{ t: "refresh", token: "t2" }]);
  line.say({ t: "refreshed", left_ms: 600_000 });
  expect(stage.hub.status.get()).toEqual({ kind: "live" });
  line.close(1006);
  await vi.advanceTimersByTimeAsync(2_000);
  stage.line.open();
  expect(stage.lines.length).toBe(2);
  expect(stage.line.hello?.token).toBe("t2");
});

test("stays with the old one where there is no other", async () => {
  const stage = new Stage();
  stage.enter().say({ t: "expiring", left_ms: 60_000 });
  await vi.advanceTimersByTimeAsync(0);
  expect(refreshed(stage)).toEqual([]);
  expect(stage.hub.status.get()).toEqual({ kind: "live" });
});

test("keeps the other one for coming back when the line broke meanwhile", async () => {
  const stage = new Stage();
  let bring: (token: string) => void = () => undefined;
  stage.fresh = () => new Promise((resolve) => (bring = resolve));
  const line = stage.enter();
  line.say({ t: "expiring", left_ms: 60_000 });
  line.close(1006);
  bring("t2");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(refreshed(stage)).toEqual([]);
  stage.line.open();
  expect(stage.line.hello?.token).toBe("t2");
});
