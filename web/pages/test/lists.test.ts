import { afterEach, expect, test, vi } from "vitest";
import { Refused } from "../../parts/grant";
import { LIST_TEXTS, lists } from "../../texts/lists";
import { apply, csvOf, fetched, icsOf, Moved, type Place, preview, sayRefusal } from "../crew/sheets";

const GUESTS: Place = { room: "show/demo", token: "word", field: "guest_list.guests" };
const FILE = new Blob(["Name\nAna\n"]);
const FOUND = { digest: "d1", changes: [], faults: [] };

let sent: [string, RequestInit][] = [];

/** The hub, as far as it answers. */
function answering(...answers: (Response | Error)[]): void {
  sent = [];
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    sent.push([path, init]);
    const answer = answers.shift();
    return answer instanceof Response ? Promise.resolve(answer) : Promise.reject(answer ?? new Error("nobody asked for this"));
  });
}

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

afterEach(() => vi.unstubAllGlobals());

test("a file is looked at, and agreed to with what was seen", async () => {
  answering(json(FOUND), json({ done: 1, rows: [], faults: [] }));
  expect(await preview(GUESTS, FILE)).toEqual(FOUND);
  expect((await apply(GUESTS, FILE, "d1", "k1")).done).toBe(1);
  expect(sent.map(([path]) => path)).toEqual([
    "/api/rooms/show/demo/sheets/guest_list.guests/preview",
    "/api/rooms/show/demo/sheets/guest_list.guests/apply?digest=d1",
  ]);
  expect(sent[0]?.[1]).toMatchObject({ method: "POST", body: FILE, headers: { Authorization: "Bearer word", "Content-Type": "text/csv" } });
  expect(sent[1]?.[1].headers).toMatchObject({ "Idempotency-Key": "k1" });
});

test("a form that moved on comes with its new preview, any other refusal with its sentence", async () => {
  answering(json({ code: "sheet.changed", title: "Look again.", preview: FOUND }, 409), json({ code: "sheet.empty", title: "Empty." }, 422), new Response("?", { status: 502 }), new TypeError());
  const moved = await apply(GUESTS, FILE, "d0", "k").catch((error: unknown) => error);
  expect(moved).toBeInstanceOf(Moved);
  expect((moved as Moved).preview).toEqual(FOUND);
  for (const code of ["sheet.empty", "", "client.offline"]) {
    const refused = await preview(GUESTS, FILE).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refused);
    expect((refused as Refused).code).toBe(code);
  }
});

test("what is taken along has the name the hub gives it", async () => {
  const named = { "Content-Disposition": 'attachment; filename="guest-list-guests.csv"' };
  answering(new Response("a,b", { headers: named }), new Response("x"));
  const { name, file } = await fetched(GUESTS, csvOf(GUESTS));
  expect([name, await file.text()]).toEqual(["guest-list-guests.csv", "a,b"]);
  expect((await fetched(GUESTS, icsOf(GUESTS))).name).toBe("list.csv");
  expect(sent.map(([path]) => path)).toEqual(["/api/rooms/show/demo/sheets/guest_list.guests.csv?bom=true&separator=comma", "/api/rooms/show/demo/schedule.ics"]);
});

test("where numbers have a comma, cells are parted by semicolons", () => {
  expect(csvOf(GUESTS, "de-AT")).toContain("separator=semicolon");
  expect(csvOf(GUESTS, "en-GB")).toContain("separator=comma");
});

test("refusals are said in the viewer's language, with their number", () => {
  const say = "A quote from line 17 on is never closed: close it, or double one that is text.";
  expect(sayRefusal("sheet.quote", say)).toBe(say);
  expect(LIST_TEXTS.de.refusals["sheet.quote"]?.("17")).toContain("ab Zeile 17");
  expect(lists()).toBe(LIST_TEXTS.en);
});

test("both languages say everything of lists, and how many", () => {
  const shape = (texts: object) => Object.entries(texts).map(([key, text]) => [key, typeof text]);
  const { en, de } = LIST_TEXTS;
  expect(shape(de)).toEqual(shape(en));
  const counted = ["add", "change", "same", "wrong", "absent", "elsewhere", "more", "apply", "done", "notDone", "leftOut", "line", "tooBig"] as const;
  for (const key of counted) {
    expect([en[key](1), de[key](2)].map((text) => /[12]/.exec(text)?.[0])).toEqual(["1", "2"]);
  }
});
