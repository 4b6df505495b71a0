/** What is said of files, in both languages: few words, which only the crew page loads. */
import { locale, t } from "./index";

const en = {
  add: "Add files",
  tab: "Files",
  drop: "or drop them here",
  beside: "Drop the files on the question that they answer.",
  closed: "Nobody adds files to this question now: ask for it to be opened.",
  none: "No files here. Whoever fills in the form adds them at the questions.",
  waiting: (percent: number) => `Waiting for the network, ${String(percent)} % are there`,
  large: (name: string) => `${name}, large`,
  list: (label: string) => `Files for ${label}`,
  sending: (percent: number) => `Sending, ${String(percent)} %`,
  checking: "Checking",
  cancel: (name: string) => `Cancel ${name}`,
  again: "Try again",
  dismiss: (name: string) => `Dismiss ${name}`,
  download: (name: string) => `Download ${name}`,
  remove: (name: string) => `Remove ${name}`,
  sure: "Remove for good",
  keep: "Keep it",
  preview: (name: string) => `Preview of ${name}`,
  page: (page: number) => `Page ${String(page)}`,
  nextPage: "Next page",
  previousPage: "Previous page",
  by: (name: string, when: string) => `${name}, ${when}`,
  refusals: {} as Record<string, string>,
};

const de: typeof en = {
  add: "Dateien hinzufügen",
  tab: "Dateien",
  drop: "oder hier ablegen",
  beside: "Leg die Dateien auf der Frage ab, die sie beantworten.",
  closed: "Zu dieser Frage kommen gerade keine Dateien: Bitte darum, dass sie geöffnet wird.",
  none: "Keine Dateien. Wer das Formular ausfüllt, fügt sie bei den Fragen hinzu.",
  waiting: (percent) => `Wartet auf das Netz, ${String(percent)} % sind da`,
  large: (name) => `${name}, groß`,
  list: (label) => `Dateien zu ${label}`,
  sending: (percent) => `Wird gesendet, ${String(percent)} %`,
  checking: "Wird geprüft",
  cancel: (name) => `${name} abbrechen`,
  again: "Noch einmal",
  dismiss: (name) => `${name} ausblenden`,
  download: (name) => `${name} herunterladen`,
  remove: (name) => `${name} entfernen`,
  sure: "Endgültig entfernen",
  keep: "Behalten",
  preview: (name) => `Vorschau von ${name}`,
  page: (page) => `Seite ${String(page)}`,
  nextPage: "Nächste Seite",
  previousPage: "Vorige Seite",
  by: (name, when) => `${name}, ${when}`,
  refusals: {
    "advance.locked": "Dieses Feld ist gesperrt: Bitte darum, dass es geöffnet wird.",
    "file.unknown": "Diese Datei gibt es nicht mehr.",
    "file.too_big": "Diese Datei ist zu groß: Mach sie kleiner oder teile sie auf.",
    "file.quota": "Der Platz eurer Organisation ist voll: Entferne erst andere Dateien.",
    "file.too_many": "Diese Show hat so viele Dateien, wie sie haben kann: Entferne erst eine.",
    "file.uploads": "Zu viele deiner Dateien sind unterwegs: Warte, bis eine davon fertig ist.",
    "file.broken": "Was ankam, ist nicht, was du hast: Sende die Datei noch einmal.",
    "file.name": "Gib der Datei einen kürzeren Namen mit einer Endung wie .pdf.",
    "file.type": "Solche Dateien werden nicht aufbewahrt: Sende PDF, Bilder, Office, Text, CSV, DXF, DWG oder ZIP.",
    "file.misnamed": "Der Inhalt passt nicht zur Endung: Benenne die Datei um.",
    "file.infected": "Der Virenscanner hat etwas gefunden: Die Datei wurde gelöscht. Prüfe dein Gerät.",
    "file.unscanned": "Der Virenscanner antwortet gerade nicht: Versuche es gleich noch einmal.",
    "file.full": "Der Speicher ist voll: Sag denen Bescheid, die den Hub betreiben.",
    "file.no_pages": "Davon gibt es keine Vorschau: Lade die Datei herunter.",
  },
};

/** The texts in use. */
export const filesTexts = (): typeof en => (t.language === "de" ? de : en);

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** 1.4 MB, in the viewer's language; a kilobyte has 1000 bytes, as on every disk. */
export function fileSize(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const format = { style: "unit", unit: UNITS[step], unitDisplay: "short", maximumFractionDigits: step > 1 ? 1 : 0 } as const;
  return new Intl.NumberFormat(locale, format).format(bytes / 1000 ** step);
}
