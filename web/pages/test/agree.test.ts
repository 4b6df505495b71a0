import { expect, test } from "vitest";
import { emptyForm } from "../../client/folds/empty";
import { EMPTY } from "../../client/folds/register";
import type { Form, Note, Party, Role, Word } from "../../client/wire";
import { AGREEING_TEXTS } from "../../texts/agreeing";
import { asking, changedSince, due, notesOf, revisionOf, seen, signed, stage } from "../crew/agree";
import { placeAt } from "../crew/drag";
import { type Change, Undos } from "../crew/undo";

const word = (what: string, stamp = "2"): Word => ({ what, by: "ana", name: "Ana", at_ms: 1, stamp });

test("what was said of a question counts for more than that it is answered, two answers for more than both", () => {
  expect(seen(undefined, false, false)).toBe("to_ask");
  expect(seen(undefined, true, false)).toBe("answered");
  expect(seen(word("needs_answer"), true, false)).toBe("needs_answer");
  expect(seen(word("confirmed"), true, true)).toBe("disputed");
});

test("only what was confirmed can be changed since", () => {
  expect(changedSince(word("confirmed", "2"), "3")).toBe(true);
  expect(changedSince(word("confirmed", "2"), "1")).toBe(false);
  expect(changedSince(word("asked", "2"), "3")).toBe(false);
  expect(changedSince(undefined, "3")).toBe(false);
});

test("a deadline counts down to the show and beyond", () => {
  expect(due(undefined, "2026-12-04", "2026-12-01")).toBeNull();
  expect(due(word(""), "2026-12-04", "2026-12-01")).toBeNull();
  expect(due(word("2"), "2026-12-04", "2026-12-01")).toEqual({ daysBefore: 2, left: 1 });
  expect(due(word("2"), "2026-12-04", "2026-12-05")).toEqual({ daysBefore: 2, left: -3 });
  expect(due(word("0"), "", "2026-12-05")).toEqual({ daysBefore: 0, left: null });
});

const FORM = emptyForm({ sections: [{ key: "show", label: "Show", fields: [] }] });
const agreed = (agreement: Partial<Form["agreement"]>): Form => ({ ...FORM, agreement: { ...FORM.agreement, ...agreement } });

const stageFor = (form: Form) => stage(form, "band");

test("an advance goes from not sent to signed off, as the hub sees it", () => {
  expect(stageFor(FORM)).toBe("not_sent");
  expect(stageFor(agreed({ sent: word("sent") }))).toBe("sent");
  expect(stageFor(agreed({ sent: word("sent"), opened: { venue: 1 } }))).toBe("opened");
  const answered = { ...agreed({ opened: { venue: 1 } }), fields: { "show.city": { ...EMPTY, value: "Halle", stamp: "1", party: "venue" } } };
  expect(stageFor(answered)).toBe("in_progress");
  expect(stageFor(agreed({ standings: { show: { venue: word("submitted") } } }))).toBe("in_progress");
  expect(stageFor(agreed({ standings: { show: { venue: word("submitted"), band: word("signed_off") } } }))).toBe("completed");
  expect(stageFor(agreed({ standings: { show: { venue: word("signed_off"), band: word("signed_off") } } }))).toBe("signed_off");
});

test("an organisation may be a house: then the band is asked", () => {
  const by = (party: string) => ({ ...agreed({ sent: word("sent") }), fields: { "show.city": { ...EMPTY, value: "Halle", stamp: "1", party } } });
  expect([stage(by("venue"), "venue"), stage(by("band"), "venue")]).toEqual(["sent", "in_progress"]);
  expect([stage(by("venue"), "band"), stage(by("band"), "band")]).toEqual(["in_progress", "sent"]);
  expect(stage(agreed({ opened: { band: 1 } }), "venue")).toBe("opened");
  expect(stage(agreed({ standings: { show: { band: word("submitted") } } }), "venue")).toBe("in_progress");
});

test("who has sent the form is the organisation's side, or what follows from who is in it", () => {
  const { agreement } = FORM;
  const opened = { ...agreement, opened: { band: 1 } };
  const you = (role: Role, party: Party | "" = "") => ({ role, party });
  expect(asking("venue", you("owner", "band"), agreement)).toBe("venue");
  expect(asking("", you("owner", "venue"), agreement)).toBe("venue");
  expect(asking("", you("manager"), opened)).toBe("band");
  expect(asking("", you("crew", "venue"), opened)).toBe("venue");
  expect(asking("what", null, { ...agreement, opened: { venue: 1 } })).toBe("band");
  expect(asking("", you("venue", "venue"), agreement)).toBe("band");
});

test("a section is closed by whoever signed it off", () => {
  const { agreement } = agreed({ standings: { show: { band: word("submitted"), venue: word("signed_off") } } });
  expect(signed(agreement, "show")?.name).toBe("Ana");
  expect(signed(agreement, "wifi")).toBeNull();
  expect(revisionOf(agreement)).toBe(0);
  expect(revisionOf({ ...agreement, revisions: { "2": word(""), "10": word("") } })).toBe(10);
});

test("a thread has the lines that stand, oldest first", () => {
  const note = (stamp: string, gone = false): Note => ({ text: stamp, by: "ana", name: "Ana", party: "band", at_ms: 1, stamp, gone });
  expect(notesOf({ a: note("3"), b: note("1"), c: note("2", true) }).map(([id]) => id)).toEqual(["b", "a"]);
  expect(notesOf(undefined)).toEqual([]);
});

test("a row takes the place that its middle has reached", () => {
  const rows = { from: 1, tops: [0, 50, 100, 150], heights: [40, 40, 40, 40] };
  expect([0, -20, -51, 49, 51, 900, -900].map((dy) => placeAt(rows, dy))).toEqual([1, 1, 0, 1, 2, 3, 0]);
});

/** A value that I and others write; what I write can be turned back while it is still mine. */
function paper() {
  const now = { value: "", by: "me" };
  const changed = (before: string, mine: string): Change => ({
    label: "City",
    overwritten: () => (now.by === "me" && now.value === mine ? null : now.by),
    turn: () => {
      now.value = before;
      return changed(mine, before);
    },
  });
  const undos = new Undos();
  const write = (value: string) => {
    undos.add(changed(now.value, value));
    Object.assign(now, { value, by: "me" });
  };
  return { now, undos, write };
}

test("what was taken back comes again, until something else is written", () => {
  const { now, undos, write } = paper();
  write("Leipzig");
  write("Halle");
  expect([undos.undo(), now.value]).toEqual([{ done: true, label: "City" }, "Leipzig"]);
  expect([undos.undo(), now.value]).toEqual([{ done: true, label: "City" }, ""]);
  expect(undos.undo()).toBeNull();
  undos.redo();
  undos.redo();
  expect([undos.redo(), now.value]).toEqual([null, "Halle"]);
  undos.undo();
  write("Jena");
  expect([undos.redo(), now.value]).toEqual([null, "Jena"]);
});

test("what somebody else has written is never turned back", () => {
  const { now, undos, write } = paper();
  write("Leipzig");
  Object.assign(now, { value: "Halle", by: "Ben" });
  expect([undos.undo(), now.value]).toEqual([{ done: false, by: "Ben" }, "Halle"]);
  expect(undos.undo()).toBeNull();
});

test("both languages say all of it", () => {
  const shape = (texts: object): unknown => Object.fromEntries(Object.entries(texts).map(([key, text]: [string, unknown]) => [key, typeof text === "object" && text !== null ? shape(text) : typeof text]));
  expect(shape(AGREEING_TEXTS.de)).toEqual(shape(AGREEING_TEXTS.en));
});
