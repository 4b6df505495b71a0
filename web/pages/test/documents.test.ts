import { afterEach, expect, test, vi } from "vitest";
import { agreeing } from "../../texts/agreeing";
import { DOCUMENT_TEXTS } from "../../texts/documents";
import { revisionsOf } from "../crew/agree";
import { addressOf, type Choice, KINDS, printable, sayRefusal, usual } from "../crew/documents";
import { printed } from "../crew/papers";

const NOW: Choice = { language: "en", paper: "a4", revision: 0, since: 0 };

test("a document is asked for in the language and on the paper that were chosen", () => {
  expect(addressOf("show/demo", "day-sheet", NOW)).toBe("/api/rooms/show/demo/documents/day-sheet.pdf?lang=en&paper=a4");
  expect(addressOf("show/demo", "advance", { language: "de", paper: "letter", revision: 3, since: 1 })).toBe(
    "/api/rooms/show/demo/documents/advance.pdf?lang=de&paper=letter&revision=3&since=1",
  );
});

test("only an advance has marks", () => {
  expect(addressOf("show/demo", "guest-list", { ...NOW, since: 2 })).not.toContain("since");
});

test("what somebody would choose follows from their language", () => {
  expect(usual("de-AT")).toEqual({ ...NOW, language: "de" });
  expect(usual("en-US")).toEqual({ ...NOW, paper: "letter" });
  expect(usual("en-GB")).toEqual(NOW);
  expect(usual("en")).toEqual(NOW);
});

test("both languages have a word for every document", () => {
  for (const texts of Object.values(DOCUMENT_TEXTS)) {
    for (const kind of KINDS) expect(texts.kinds[kind] && texts.about[kind]).toBeTruthy();
  }
});

test("a refusal has its sentence", () => {
  expect(sayRefusal("document.busy", "Ask again.")).toBe("Ask again.");
  expect(DOCUMENT_TEXTS.de.refusals["document.busy"]).toContain("noch einmal");
});

afterEach(() => vi.unstubAllGlobals());

test("who does not see the guest list is not offered it", () => {
  expect(printable(["show", "guest_list"])).toEqual([...KINDS]);
  expect(printable(["show"])).toEqual(["advance", "day-sheet"]);
});

test("the newest revision comes first", () => {
  const agreement = { revisions: { 2: {}, 10: {}, 1: {} } } as unknown as Parameters<typeof revisionsOf>[0];
  expect(revisionsOf(agreement)).toEqual([10, 2, 1]);
});

test("a document that was not made says why, and without a network what to do", async () => {
  const answers = [new Response(JSON.stringify({ code: "document.busy", title: "Ask again." }), { status: 503 }), new Response("gone", { status: 502 })];
  vi.stubGlobal("fetch", () => Promise.resolve(answers.shift() ?? Promise.reject(new Error("offline"))));
  expect(await printed("show/demo", "word", "advance", NOW)).toBe("Ask again.");
  expect(await printed("show/demo", "word", "advance", NOW)).toBe(agreeing().pdfFailed);
  expect(await printed("show/demo", "word", "advance", NOW)).toBe(agreeing().pdfFailed);
});

test("a document is fetched as whom the grant is for and shown in a tab of its own", async () => {
  const asked: [string, RequestInit][] = [];
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    asked.push([path, init]);
    return Promise.resolve(new Response("%PDF", { headers: { "Content-Disposition": 'inline; filename="2026-12-04-advance.pdf"' } }));
  });
  const link = { click: vi.fn(), href: "", target: "", rel: "", download: "" };
  vi.stubGlobal("document", { createElement: () => link });
  vi.stubGlobal("navigator", { pdfViewerEnabled: false });
  expect(await printed("show/demo", "word", "advance", { ...NOW, since: 2 })).toBe("");
  expect(asked).toEqual([["/api/rooms/show/demo/documents/advance.pdf?lang=en&paper=a4&since=2", { headers: { Authorization: "Bearer word" } }]]);
  expect(link).toMatchObject({ target: "_blank", rel: "noopener", download: "2026-12-04-advance.pdf" });
  expect(link.click).toHaveBeenCalledOnce();
});
