/** What printing says; apart from the others, for whoever opens it. */
import { t } from ".";

const en = {
  title: "Print",
  choose: "Choose revision, language, paper",
  kinds: { advance: "Advance", "day-sheet": "Day sheet", "guest-list": "Guest list" },
  about: {
    advance: "Every section, and what is still to answer",
    "day-sheet": "The day in order, whom to call, where to go",
    "guest-list": "For the door, with boxes to tick",
  },
  language: "Language",
  languages: { en: "English", de: "Deutsch" },
  paper: "Paper",
  papers: { a4: "A4", letter: "Letter" },
  state: "State",
  now: "now",
  revision: (number: number) => `Revision ${number}`,
  since: "Mark changes",
  nothing: "no marks",
  sinceRevision: (number: number) => `since revision ${number}`,
  making: "Making the PDF",
  refusals: {} as Record<string, string>,
};

const de: typeof en = {
  title: "Drucken",
  choose: "Fassung, Sprache, Papier wählen",
  kinds: { advance: "Advance", "day-sheet": "Tagesblatt", "guest-list": "Gästeliste" },
  about: {
    advance: "Jeder Abschnitt, und was noch zu beantworten ist",
    "day-sheet": "Der Tag der Reihe nach, wen man anruft, wohin man geht",
    "guest-list": "Für den Einlass, mit Kästchen zum Abhaken",
  },
  language: "Sprache",
  languages: { en: "English", de: "Deutsch" },
  paper: "Papier",
  papers: { a4: "A4", letter: "Letter" },
  state: "Stand",
  now: "jetzt",
  revision: (number) => `Fassung ${number}`,
  since: "Änderungen markieren",
  nothing: "keine",
  sinceRevision: (number) => `seit Fassung ${number}`,
  making: "Das PDF wird gemacht",
  refusals: {
    "document.busy": "Gerade werden viele Dokumente gemacht: versuch es gleich noch einmal.",
    "document.too_large": "Dieses Dokument ist zu groß: druck einzelne Abschnitte.",
    "document.no_revision": "Diese Fassung gibt es nicht: nimm eine aus der Liste.",
    "document.no_seq": "So weit ist dieser Raum noch nicht: nimm eine kleinere Zahl.",
  },
};

export type DocumentTexts = typeof en;

export const DOCUMENT_TEXTS: Readonly<Record<"en" | "de", DocumentTexts>> = { en, de };

/** The texts in the language of the page. */
export const documents = (): DocumentTexts => DOCUMENT_TEXTS[t.language === "de" ? "de" : "en"];
