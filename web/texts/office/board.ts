/** What the board of all advances says. */
import { t } from "..";

const en = {
  title: "Board",
  back: "Shows",
  open: "Board of all advances",
  search: "Search shows",
  answer: "Search answers",
  stage: "Stage",
  waits: "Waiting for",
  missing: "Missing",
  sort: "Sorted by",
  any: "Any",
  stages: { not_sent: "Not sent", sent: "Sent", opened: "Opened", in_progress: "In progress", completed: "Completed", signed_off: "Signed off" } as Readonly<Record<string, string>>,
  sides: { band: "Band", venue: "Venue" } as Readonly<Record<string, string>>,
  keys: { load_in: "Load-in", doors: "Doors", curfew: "Curfew", contacts: "Contacts" } as Readonly<Record<string, string>>,
  sorts: { day: "Day", due: "Deadline", "-changed": "Last change", title: "Title" } as Readonly<Record<string, string>>,
  lacks: (names: string) => `No confirmed ${names}`,
  waitsFor: (names: string) => `Waiting for ${names}`,
  waitsForNobody: "Nobody is waited for",
  share: (side: string, answered: number, total: number) => `${side} ${answered} of ${total}`,
  due: (section: string, day: string) => `${section} due ${day}`,
  overdue: (section: string, day: string) => `${section} was due ${day}`,
  siblings: (count: number) => (count === 1 ? "1 answer to settle" : `${count} answers to settle`),
  changed: (name: string, when: string) => [name, when].filter(Boolean).join(", "),
  none: "No advance fits",
  noneSay: "Take a filter away, or make an advance for a show.",
};

const de: typeof en = {
  title: "Übersicht",
  back: "Shows",
  open: "Übersicht aller Produktionslisten",
  search: "Shows suchen",
  answer: "Antworten durchsuchen",
  stage: "Stand",
  waits: "Wartet auf",
  missing: "Es fehlt",
  sort: "Sortiert nach",
  any: "Alle",
  stages: { not_sent: "Nicht verschickt", sent: "Verschickt", opened: "Geöffnet", in_progress: "In Arbeit", completed: "Vollständig", signed_off: "Abgezeichnet" },
  sides: { band: "Band", venue: "Haus" },
  keys: { load_in: "Load-in", doors: "Einlass", curfew: "Curfew", contacts: "Kontakte" },
  sorts: { day: "Tag", due: "Frist", "-changed": "Letzte Änderung", title: "Titel" },
  lacks: (names) => `Nicht bestätigt: ${names}`,
  waitsFor: (names) => `Wartet auf ${names}`,
  waitsForNobody: "Wartet auf niemanden",
  share: (side, answered, total) => `${side} ${answered} von ${total}`,
  due: (section, day) => `${section} fällig ${day}`,
  overdue: (section, day) => `${section} war fällig ${day}`,
  siblings: (count) => (count === 1 ? "1 Antwort zu klären" : `${count} Antworten zu klären`),
  changed: (name, when) => [name, when].filter(Boolean).join(", "),
  none: "Keine Produktionsliste passt",
  noneSay: "Nimm einen Filter weg, oder leg für eine Show eine an.",
};

/** The texts in use. */
export const b = (): typeof en => (t.language === "de" ? de : en);
