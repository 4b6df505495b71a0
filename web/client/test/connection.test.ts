import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CAP_MS, isFinal, jitter } from "../backoff";
import { DOUBT_EVERY_MS, HELLO_MS, PING_EVERY_MS, PONG_MS, PROBE_MS, SILENCE_MS } from "../connection";
import { frozenTime, posted, ROOM, Stage } from "./stage";

beforeEach(frozenTime);
afterEach(() => vi.useRealTimers());

const waitMs = (stage: Stage) => {
  const status = stage.hub.status.get();
  return status.kind === "waiting" ? status.until - Date.now() : null;
};

describe("coming in", () => {
  test("says hello with the grant and what it has, and is live after the welcome", () => {
    const stage = new Stage();
    stage.hub.start();
    expect(stage.hub.status.get()).toEqual({ kind: "connecting" });
    stage.line.open();
    expect(stage.line.heard).toEqual([{ t: "hello", token: "t", rooms: [{ room: ROOM, epoch: "", seen: 0 }] }]);
    stage.line.welcome(1, [[1, posted("hi")]]);
    expect(stage.hub.status.get()).toEqual({ kind: "live" });
    expect(stage.texts).toEqual(["hi"]);
  });

  test("gives up on a socket that never opens and on a hello that is never answered", () => {
    const stage = new Stage();
    stage.hub.start();
    vi.advanceTimersByTime(HELLO_MS - 1);
    expect(stage.hub.status.get().kind).toBe("connecting");
    vi.advanceTimersByTime(1);
    expect(stage.hub.status.get().kind).toBe("waiting");
    expect(stage.line.closedByClient).toBe(true);
  });

  test("ends with the hub's sentence when the only room refuses it", () => {
    const stage = new Stage();
    stage.hub.start();
    stage.line.open();
    stage.line.say({ t: "fail", code: "room.not_granted", say: "Ask.", retry: false, room: ROOM });
    expect(stage.hub.status.get()).toEqual({ kind: "ended", code: "room.not_granted", say: "Ask." });
    expect(stage.room.phase.get().kind).toBe("refused");
  });

  test("comes back to a room that may open later", () => {
    const stage = new Stage();
    stage.hub.start();
    stage.line.open();
    stage.line.say({ t: "fail", code: "room.unavailable", say: "Wait.", retry: true, room: ROOM });
    expect(stage.hub.status.get().kind).toBe("waiting");
  });
});

describe("coming back", () => {
  test("waits with full jitter, doubling from 500 ms up to 15 s", () => {
    expect([0, 1, 2, 9].map((attempt) => jitter(attempt, 0.999))).toEqual([500, 999, 1998, 14985]);
    expect(jitter(50, 1)).toBe(CAP_MS);
    expect(jitter(50, 0)).toBe(0);
    const stage = new Stage();
    stage.hub.start();
    const waits = [1, 2, 3].map(() => {
      stage.line.close(1006);
      const wait = waitMs(stage);
      vi.advanceTimersByTime(wait ?? 0);
      return wait;
    });
    expect(waits).toEqual([250, 500, 1000]);
    expect(stage.lines).toHaveLength(4);
  });

  test("counts its failures anew only after a while of being live", () => {
    const stage = new Stage();
    stage.enter();
    for (const expected of [250, 500]) {
      stage.line.close(1012);
      expect(waitMs(stage)).toBe(expected);
      vi.advanceTimersByTime(expected);
      stage.line.open();
      stage.line.resume(0, 0, []);
    }
    vi.advanceTimersByTime(5_000);
    stage.line.close(1012);
    expect(waitMs(stage)).toBe(250);
  });

  test.each([4500, 4503, 4999])("close code %i is final and shows the sentence", (code) => {
    const stage = new Stage();
    stage.enter();
    stage.line.say({ t: "fail", code: "auth.grant_expired", say: "Ask for a new link.", retry: false });
    stage.line.close(code);
    expect(stage.hub.status.get()).toEqual({ kind: "ended", code: "auth.grant_expired", say: "Ask for a new link." });
    vi.advanceTimersByTime(120_000);
    expect(stage.lines).toHaveLength(1);
  });

  test("only 4500 to 4999 are final", () => {
    expect([1000, 1006, 1012, 4000, 4499, 4500, 4999, 5000].filter(isFinal)).toEqual([4500, 4999]);
  });

  test("waits at least as long as the hub asks, and waking up does not shorten that", () => {
    const stage = new Stage();
    stage.enter();
    stage.line.say({ t: "fail", code: "hub.draining", say: "Back soon.", retry: true, retry_after_ms: 2_000 });
    stage.line.close(4001);
    expect(waitMs(stage)).toBe(2_250);
    stage.says("online");
    expect(stage.lines).toHaveLength(1);
    vi.advanceTimersByTime(2_250);
    expect(stage.lines).toHaveLength(2);
  });

  test("comes back at once when the network or the person does", () => {
    const stage = new Stage();
    stage.enter();
    for (const wake of ["online", "visible"] as const) {
      stage.line.close(1006);
      const before = stage.lines.length;
      stage.says(wake);
      expect(stage.lines).toHaveLength(before + 1);
    }
  });

  test("says that the device is offline, and keeps trying", () => {
    const stage = new Stage();
    stage.enter();
    stage.online = false;
    stage.line.close(1006);
    expect(stage.hub.status.get()).toMatchObject({ kind: "waiting", offline: true });
    vi.advanceTimersByTime(250);
    expect(stage.lines).toHaveLength(2);
  });
});

describe("a dead peer", () => {
  test("is noticed when a ping is not answered", () => {
    const stage = new Stage();
    stage.enter();
    vi.advanceTimersByTime(PING_EVERY_MS);
    expect(stage.line.heard.at(-1)).toEqual({ t: "ping", n: 1 });
    vi.advanceTimersByTime(PONG_MS - 1);
    expect(stage.hub.status.get().kind).toBe("live");
    vi.advanceTimersByTime(1);
    expect(stage.hub.status.get().kind).toBe("waiting");
  });

  test("is alive when anything is heard", () => {
    const stage = new Stage();
    stage.enter();
    vi.advanceTimersByTime(PING_EVERY_MS);
    stage.line.say({ t: "ping", n: 1 });
    vi.advanceTimersByTime(PING_EVERY_MS - 1);
    expect(stage.hub.status.get().kind).toBe("live");
  });

  test("is noticed within seconds after the phone slept", () => {
    const stage = new Stage();
    stage.enter();
    vi.setSystemTime(Date.now() + 3_600_000);
    stage.says("visible");
    vi.advanceTimersByTime(PROBE_MS);
    expect(stage.hub.status.get().kind).toBe("waiting");
  });

  test("is noticed within seconds when a timer tells that the device slept", () => {
    const stage = new Stage();
    stage.enter();
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(PING_EVERY_MS + PROBE_MS);
    expect(stage.hub.status.get().kind).toBe("waiting");
  });

  test("is noticed when it still answered as the device said that it is offline", () => {
    const stage = new Stage();
    stage.enter();
    stage.online = false;
    stage.says("offline");
    stage.line.say({ t: "ping", n: 1 });
    vi.advanceTimersByTime(DOUBT_EVERY_MS + PROBE_MS - 1);
    expect(stage.hub.status.get().kind).toBe("live");
    vi.advanceTimersByTime(1);
    expect(stage.hub.status.get()).toMatchObject({ kind: "waiting", offline: true });
  });

  test("is noticed within seconds by whoever says something", () => {
    const stage = new Stage();
    stage.enter();
    stage.room.do({ t: "chat.post", text: "hi" });
    vi.advanceTimersByTime(SILENCE_MS);
    expect(stage.line.heard.at(-1)).toMatchObject({ t: "ping" });
    vi.advanceTimersByTime(PROBE_MS);
    expect(stage.hub.status.get().kind).toBe("waiting");
  });

  test("is not asked for when what was said is answered", () => {
    const stage = new Stage();
    stage.enter();
    stage.room.do({ t: "chat.post", text: "hi" });
    stage.line.say({ t: "ack", id: stage.line.dos[0]?.id ?? "", seq: 1 });
    vi.advanceTimersByTime(SILENCE_MS + PROBE_MS);
    expect(stage.line.heard.some((frame) => frame.t === "ping")).toBe(false);
  });

  test("nothing of an abandoned socket is heard any more", () => {
    const stage = new Stage();
    stage.enter();
    const old = stage.line;
    stage.says("offline");
    vi.advanceTimersByTime(PROBE_MS);
    old.facts(0, 1, [[1, posted("ghost")]]);
    expect(old.closedByClient).toBe(true);
    expect(stage.texts).toEqual([]);
  });
});

test("stop ends everything", () => {
  const stage = new Stage();
  stage.enter();
  stage.hub.stop();
  vi.advanceTimersByTime(120_000);
  expect(stage.lines).toHaveLength(1);
  expect(stage.line.closedByClient).toBe(true);
});
