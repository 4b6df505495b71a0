import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ANSWER_MS } from "../commands";
import { SILENCE_MS } from "../connection";
import { OUTBOX_MAX } from "../outbox";
import type { AnyFact } from "../wire";
import { FakeStorage, frozenTime, ME, posted, ROOM, Stage } from "./stage";

beforeEach(frozenTime);
afterEach(() => vi.useRealTimers());

/** Cuts the line and lets the client come back; the new socket is open and has said hello. */
function cut(stage: Stage) {
  stage.line.close(1006);
  vi.advanceTimersByTime(15_000);
  stage.line.open();
  return stage.line;
}

const post = (text: string) => ({ t: "chat.post", text }) as const;

describe("following a room", () => {
  test("folds news in order", () => {
    const stage = new Stage();
    const line = stage.enter();
    line.facts(0, 2, [[1, posted("a")], [2, posted("b")]]);
    line.facts(2, 3, [[3, posted("c")]]);
    expect(stage.texts).toEqual(["a", "b", "c"]);
  });

  test("facts that are hidden from its lane leave no gap", () => {
    const stage = new Stage();
    const line = stage.enter();
    line.facts(0, 5, [[2, posted("a")]]);
    line.facts(5, 6, [[6, posted("b")]]);
    expect(stage.texts).toEqual(["a", "b"]);
    expect(stage.room.seen.seen).toBe(6);
  });

  test("what it has already is not folded twice", () => {
    const stage = new Stage();
    const line = stage.enter();
    line.facts(0, 1, [[1, posted("a")]]);
    line.facts(0, 1, [[1, posted("a")]]);
    line.facts(0, 2, [[1, posted("a")], [2, posted("b")]]);
    expect(stage.texts).toEqual(["a", "b"]);
  });

  test("news that come late do not turn it back", () => {
    const stage = new Stage();
    const line = stage.enter();
    line.facts(0, 3, [[3, posted("c")]]);
    line.facts(0, 1, []);
    line.facts(3, 4, [[4, posted("d")]]);
    expect(stage.texts).toEqual(["c", "d"]);
    expect(stage.hub.status.get().kind).toBe("live");
  });

  test("a gap brings it back with what it has", () => {
    const stage = new Stage();
    stage.enter().facts(0, 1, [[1, posted("a")]]);
    stage.line.facts(2, 3, [[3, posted("c")]]);
    expect(stage.texts).toEqual(["a"]);
    expect(stage.hub.status.get().kind).toBe("waiting");
    vi.advanceTimersByTime(15_000);
    stage.line.open();
    expect(stage.line.hello?.rooms).toEqual([{ room: ROOM, epoch: "e1", seen: 1 }]);
    stage.line.resume(1, 3, [[2, posted("b")], [3, posted("c")]]);
    expect(stage.texts).toEqual(["a", "b", "c"]);
  });

  test("a welcome with a state replaces everything", () => {
    const stage = new Stage();
    stage.enter().facts(0, 1, [[1, posted("a")]]);
    cut(stage).welcome(900, [[900, posted("z")]]);
    expect(stage.texts).toEqual(["z"]);
  });

  test.each([
    ["another place", 0, "e1"],
    ["another history", 1, "e2"],
  ])("a welcome that leads on from %s is refused and a snapshot asked for", (_what, at, epoch) => {
    const stage = new Stage();
    stage.enter().facts(0, 1, [[1, posted("a")]]);
    cut(stage).resume(at, 2, [[2, posted("b")]], epoch);
    vi.advanceTimersByTime(15_000);
    stage.line.open();
    expect(stage.line.hello?.rooms).toEqual([{ room: ROOM, epoch: "", seen: 0 }]);
  });

  test("tells of facts as they happen, and not of those in a snapshot", () => {
    const stage = new Stage();
    const seen: string[] = [];
    stage.room.happened.watch((fact) => seen.push((fact as Extract<AnyFact, { t: "chat.posted" }>).text));
    stage.hub.start();
    stage.line.open();
    stage.line.welcome(0, [], { chat: { messages: [posted("old") as Extract<AnyFact, { t: "chat.posted" }>] } });
    stage.line.facts(0, 1, [[1, posted("new")]]);
    expect(seen).toEqual(["new"]);
  });

  test("knows who is here from the latest notices", () => {
    const stage = new Stage();
    const line = stage.enter();
    const bo = { id: "bo", name: "Bo", role: "crew" } as const;
    line.say({ t: "notice", room: ROOM, notices: [{ t: "presence.here", count: 1, people: [bo] }] });
    line.say({ t: "notice", room: ROOM, notices: [{ t: "presence.focused", person: "bo", field: "show.title" }] });
    expect(stage.room.here.get()).toEqual({ count: 1, people: [{ ...bo, focus: "show.title" }] });
    line.say({ t: "notice", room: ROOM, notices: [{ t: "presence.here", count: 300, people: null }] });
    expect(stage.room.here.get()).toEqual({ count: 300, people: null });
  });
});

describe("asking for something", () => {
  test("shows it at once, and once, until the hub's own takes its place", async () => {
    const stage = new Stage();
    const line = stage.enter();
    const given = stage.room.do(post("hi"));
    expect(stage.texts).toEqual(["hi"]);
    expect(line.dos).toEqual([{ t: "do", id: given.id, room: ROOM, cmd: post("hi") }]);
    line.facts(0, 1, [[1, posted("hi", ME.person, "m1")]]);
    expect(stage.texts).toEqual(["hi"]);
    expect(stage.room.waiting.get()).toHaveLength(1);
    line.say({ t: "ack", id: given.id, seq: 1 });
    expect(stage.room.waiting.get()).toEqual([]);
    await expect(given.outcome).resolves.toEqual({ ok: true, seq: 1 });
  });

  test("an ack that is quicker than its fact keeps the guess on screen", () => {
    const stage = new Stage();
    const line = stage.enter();
    const { id } = stage.room.do(post("hi"));
    line.say({ t: "ack", id, seq: 1 });
    expect(stage.texts).toEqual(["hi"]);
    line.facts(0, 1, [[1, posted("hi", ME.person, "m1")]]);
    expect(stage.texts).toEqual(["hi"]);
    expect(stage.room.state.get().chat?.messages[0]?.id).toBe("m1");
  });

  test("a refusal takes the guess away and says why", async () => {
    const stage = new Stage();
    const line = stage.enter();
    const refusals: string[] = [];
    stage.room.refused.watch((refusal) => refusals.push(`${refusal.cmd.t}: ${refusal.say}`));
    const given = stage.room.do(post("hi"));
    line.say({ t: "fail", id: given.id, code: "auth.forbidden", say: "No.", retry: false });
    expect(stage.texts).toEqual([]);
    expect(refusals).toEqual(["chat.post: No."]);
    await expect(given.outcome).resolves.toEqual({ ok: false, code: "auth.forbidden", say: "No." });
  });

  test("what will pass is tried again under the same id, after the time the hub names", () => {
    const stage = new Stage();
    const line = stage.enter();
    const { id } = stage.room.do(post("hi"));
    line.say({ t: "fail", id, code: "protocol.too_fast", say: "Slow.", retry: true, retry_after_ms: 700 });
    vi.advanceTimersByTime(700);
    expect(line.dos).toHaveLength(1);
    vi.advanceTimersByTime(500);
    expect(line.dos.map((frame) => frame.id)).toEqual([id, id]);
    expect(stage.texts).toEqual(["hi"]);
  });

  test("what a rule refuses is not tried again, even when it may succeed later", async () => {
    const stage = new Stage();
    const line = stage.enter();
    const given = stage.room.do(post("hi"));
    line.say({ t: "fail", id: given.id, code: "queue.full", say: "Later.", retry: true });
    await expect(given.outcome).resolves.toMatchObject({ ok: false, say: "Later." });
  });

  test("a command that is never answered is sent again", () => {
    const stage = new Stage();
    const line = stage.enter();
    const { id } = stage.room.do(post("hi"));
    for (let passed = 0; passed <= ANSWER_MS; passed += SILENCE_MS) {
      vi.advanceTimersByTime(SILENCE_MS);
      line.say({ t: "ping", n: 1 });
    }
    expect(line.dos.filter((frame) => frame.id === id).length).toBeGreaterThan(1);
  });

  test("what matters only now is not kept for later", async () => {
    const stage = new Stage();
    stage.enter();
    stage.line.close(1006);
    const given = stage.room.do({ t: "presence.typing", on: true });
    await expect(given.outcome).resolves.toMatchObject({ ok: false, code: "client.offline" });
    expect(cut(stage).dos).toEqual([]);
  });

  test("what is held back is shown at once, can be taken back, and leaves when its time has come", async () => {
    const stage = new Stage();
    const line = stage.enter();
    const one = stage.room.do(post("one"), 10_000);
    const two = stage.room.do({ t: "chat.remove", message: "x" }, 10_000);
    expect(stage.texts).toEqual(["one"]);
    expect(line.dos).toEqual([]);
    expect(stage.room.recall(one.id)).toBe(true);
    expect(stage.texts).toEqual([]);
    await expect(one.outcome).resolves.toMatchObject({ code: "client.recalled" });
    vi.advanceTimersByTime(10_000);
    expect(line.dos.map((frame) => frame.id)).toEqual([two.id]);
    expect(stage.room.recall(two.id)).toBe(false);
  });

  test("what is held back leaves at once when the page goes", () => {
    const stage = new Stage();
    const line = stage.enter();
    stage.room.do(post("one"), 10_000);
    stage.room.release();
    expect(line.dos).toHaveLength(1);
  });
});

describe("without a connection", () => {
  test("commands wait in order and leave when it is back", () => {
    const stage = new Stage();
    stage.enter();
    stage.line.close(1006);
    stage.room.do(post("one"));
    stage.room.do(post("two"));
    expect(stage.texts).toEqual(["one", "two"]);
    const line = cut(stage);
    line.resume(0, 0, []);
    expect(line.dos.map((frame) => frame.cmd)).toEqual([post("one")]);
    line.facts(0, 1, [[1, posted("one", ME.person)]]);
    line.say({ t: "ack", id: line.dos[0]?.id ?? "", seq: 1 });
    expect(line.dos.map((frame) => frame.cmd)).toEqual([post("one"), post("two")]);
  });

  test("a command whose answer was lost is sent again under the same id", () => {
    const stage = new Stage();
    const { id } = (stage.enter(), stage.room.do(post("hi")));
    const line = cut(stage);
    line.resume(0, 1, [[1, posted("hi", ME.person, "m1")]]);
    expect(stage.texts).toEqual(["hi"]);
    expect(line.dos.map((frame) => frame.id)).toEqual([id]);
    line.say({ t: "ack", id, seq: 1 });
    expect(stage.room.waiting.get()).toEqual([]);
  });

  test("commands survive a reload and keep their ids", () => {
    const storage = new FakeStorage();
    const before = new Stage(storage, "a");
    before.enter();
    before.line.close(1006);
    const ids = [before.room.do(post("one")).id, before.room.do({ t: "chat.remove", message: "x" }).id];
    before.hub.stop();
    const after = new Stage(storage, "b");
    const line = after.enter();
    expect(after.texts).toEqual(["one"]);
    expect(line.dos.map((frame) => frame.id)).toEqual(ids);
    for (const id of ids) line.say({ t: "ack", id, seq: 0 });
    expect(storage.length).toBe(0);
  });

  test("another person on the same device does not send them", () => {
    const storage = new FakeStorage();
    const before = new Stage(storage, "a");
    before.enter();
    before.line.close(1006);
    before.room.do(post("mine"));
    before.hub.stop();
    const after = new Stage(storage, "b");
    after.hub.start();
    after.line.open();
    after.line.say({
      t: "welcome", room: ROOM, epoch: "e1", you: { ...ME, person: "bo" }, at: 0, upto: 0, facts: [],
      state: { chat: { messages: [] } },
    });
    expect(after.line.dos).toEqual([]);
    expect(storage.length).toBe(1);
  });

  test("a full outbox says so instead of losing something", async () => {
    const stage = new Stage();
    stage.enter();
    stage.line.close(1006);
    for (let count = 0; count < OUTBOX_MAX; count += 1) stage.room.do(post(String(count)));
    const given = stage.room.do(post("too many"));
    await expect(given.outcome).resolves.toMatchObject({ ok: false, code: "client.outbox_full" });
    expect(stage.room.waiting.get()).toHaveLength(OUTBOX_MAX);
  });

  test("a device that keeps nothing still sends from memory", () => {
    const storage = new FakeStorage();
    storage.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    const stage = new Stage(storage);
    stage.enter();
    stage.line.close(1006);
    stage.room.do(post("hi"));
    const line = cut(stage);
    line.resume(0, 0, []);
    expect(line.dos).toHaveLength(1);
  });
});
