import { expect, test } from "vitest";
import { DOCUMENT_TEXTS } from "../../texts/documents";
import { addressOf, type Choice, KINDS, sayRefusal, usual } from "../crew/documents";

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
