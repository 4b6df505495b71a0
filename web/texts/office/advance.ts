/** What a show's home says of its advance: how it stands, templates, reminders. */
import { locale, t } from "..";
import { pluralOf } from "../plural";

const list = (words: readonly string[]): string => new Intl.ListFormat(locale, { type: "conjunction" }).format(words);

const many = pluralOf("en");

const en = {
  title: "Advance",
  form: "Open the form",
  soon: "Nobody has answered yet.",
  sections: "Section by section",
  section: "Section",
  answered: (answered: number, total: number) => (total === 0 ? "–" : `${answered} of ${total}`),
  standings: { submitted: "submitted", signed_off: "signed off" } as Readonly<Record<string, string>>,
  due: "Due",
  changed: (who: string) => `Last change: ${who}`,

  keep: "Keep as a template",
  keepSay: "The questions of this form are kept as they are, and of the sections you choose the answers too.",
  keepDo: "Keep it",
  kept: (name: string) => `“${name}” is kept: you find it under Shows, Templates.`,
  name: "Name",
  answersOf: "Keep the answers of",
  money: "Money and what else only owners and managers see is kept only when you choose it.",

  fill: "Fill in a template",
  fillSay: "The form gets the questions of the template, and its answers where nobody has answered yet.",
  fillDo: "Fill it in",
  template: "Template",
  templates: "Templates",
  templatesNone: "No template yet",
  templatesNoneSay: "Open a show whose advance is as you like it, and keep it as a template.",
  keptBy: (name: string, day: string) => (name ? `kept by ${name}, ${day}` : `kept on ${day}`),
  rename: "Rename",
  renameIt: (name: string) => `Rename ${name}`,

  copy: "Copy from the last show here",
  copyTitle: "Copy from the last show",
  lastIs: (title: string, day: string) => `${title}, ${day}`,
  lastAt: (venue: string) => `The last show at ${venue}`,
  copySay: "Its answers are copied to questions that nobody has answered yet.",
  copyOf: "Copy the sections",
  copyDo: "Copy",
  offer: (venue: string) => `You have been at ${venue} before`,
  offerSay: (title: string, day: string) => `Much of what was answered for ${title} on ${day} may still be so. Copy it?`,
  offerDo: "See what to copy",
  offerNo: "Not now",
  choose: "Choose at least one section.",

  written: (count: number) => (count === 0 ? "Nothing was written: what is asked here is answered already, or was not answered there." : many(count, "# answer was written.", "# answers were written.")),
  designed: "The form has the questions of the template now.",
  refused: (count: number) => many(count, "# was refused:", "# were refused:"),
  design: "The questions of the form",
  times: (count: number) => many(count, "# time", "# times"),
  refusedMore: (count: number) => many(count, "and # more", "and # more"),

  reminders: "Reminders",
  never: "Nobody is reminded of this show.",
  plan: (days: readonly number[], onTheDay: boolean) => {
    const before = days.length > 0 ? `${list(days.map(String))} ${days.length === 1 && days[0] === 1 ? "day" : "days"} before a deadline` : "";
    const on = onTheDay ? (before ? "on the day itself" : "on the day of a deadline") : "";
    return `Who has to answer gets a mail ${[before, on].filter(Boolean).join(", and ")}.`;
  },
  next: (day: string) => `Next: ${day}`,
  nextSay: "If nobody answers before, mails go to",
  dueOn: (label: string, day: string) => `${label} (due ${day})`,
  change: "Change",
  changeSay: "On which days before a deadline does a mail go out?",
  onTheDay: "on the day",
  daysBefore: (days: number) => many(days, "# day", "# days"),
  another: "Another day",
  anotherSay: "Days before a deadline, up to 60.",
  add: "Add",
  mostDays: "At most ten days: take one away first.",
  noMail: "This hub sends no mail: whoever runs it sets HUB_SMTP_URL.",
  why: {
    show_off: "The show is cancelled or archived: nobody is reminded.",
    never: "",
    no_deadlines: "No section has a deadline: set one in the form, at the head of a section.",
    answered: "Nobody has to answer any more: everything with a deadline is answered or submitted.",
    nobody: "Who has to answer has no account here, only a link: ask them yourself.",
    over: "All deadlines are over.",
    sent: "Every mail that the plan says has gone out.",
  } as Readonly<Record<string, string>>,
};

const viele = pluralOf("de");

const de: typeof en = {
  title: "Advance",
  form: "Formular öffnen",
  soon: "Noch hat niemand geantwortet.",
  sections: "Abschnitt für Abschnitt",
  section: "Abschnitt",
  answered: (answered, total) => (total === 0 ? "–" : `${answered} von ${total}`),
  standings: { submitted: "eingereicht", signed_off: "abgezeichnet" },
  due: "Fällig",
  changed: (who) => `Letzte Änderung: ${who}`,

  keep: "Als Vorlage behalten",
  keepSay: "Die Fragen dieses Formulars werden behalten, wie sie sind, und von den gewählten Abschnitten auch die Antworten.",
  keepDo: "Behalten",
  kept: (name) => `„${name}“ ist behalten: du findest sie unter Shows, Vorlagen.`,
  name: "Name",
  answersOf: "Antworten behalten von",
  money: "Geld, und was sonst nur Inhaber und Manager sehen, wird nur behalten, wenn du es auswählst.",

  fill: "Vorlage ausfüllen",
  fillSay: "Das Formular bekommt die Fragen der Vorlage, und ihre Antworten, wo noch niemand geantwortet hat.",
  fillDo: "Ausfüllen",
  template: "Vorlage",
  templates: "Vorlagen",
  templatesNone: "Noch keine Vorlage",
  templatesNoneSay: "Öffne eine Show, deren Formular so ist, wie du es magst, und behalte es als Vorlage.",
  keptBy: (name, day) => (name ? `behalten von ${name}, ${day}` : `behalten am ${day}`),
  rename: "Umbenennen",
  renameIt: (name) => `${name} umbenennen`,

  copy: "Von der letzten Show hier kopieren",
  copyTitle: "Von der letzten Show kopieren",
  lastIs: (title, day) => `${title}, ${day}`,
  lastAt: (venue) => `Die letzte Show in: ${venue}`,
  copySay: "Ihre Antworten werden in Fragen kopiert, die noch niemand beantwortet hat.",
  copyOf: "Diese Abschnitte kopieren",
  copyDo: "Kopieren",
  offer: (venue) => `Ihr wart schon einmal hier: ${venue}`,
  offerSay: (title, day) => `Vieles, was für ${title} am ${day} geantwortet wurde, gilt vielleicht noch. Kopieren?`,
  offerDo: "Ansehen, was kopiert wird",
  offerNo: "Jetzt nicht",
  choose: "Wähle mindestens einen Abschnitt.",

  written: (count) => (count === 0 ? "Nichts wurde geschrieben: Was hier gefragt wird, ist schon beantwortet, oder war es dort nicht." : viele(count, "# Antwort wurde geschrieben.", "# Antworten wurden geschrieben.")),
  designed: "Das Formular hat jetzt die Fragen der Vorlage.",
  refused: (count) => viele(count, "# wurde abgelehnt:", "# wurden abgelehnt:"),
  design: "Die Fragen des Formulars",
  times: (count) => viele(count, "#-mal", "#-mal"),
  refusedMore: (count) => viele(count, "und # weitere", "und # weitere"),

  reminders: "Erinnerungen",
  never: "An diese Show wird niemand erinnert.",
  plan: (days, onTheDay) => {
    const before = days.length > 0 ? `${list(days.map(String))} ${days.length === 1 && days[0] === 1 ? "Tag" : "Tage"} vor einer Frist` : "";
    const on = onTheDay ? (before ? "am Tag selbst" : "am Tag einer Frist") : "";
    return `Wer antworten muss, bekommt eine Mail: ${[before, on].filter(Boolean).join(", und ")}.`;
  },
  next: (day) => `Als Nächstes: ${day}`,
  nextSay: "Wenn vorher niemand antwortet, gehen Mails an",
  dueOn: (label, day) => `${label} (fällig ${day})`,
  change: "Ändern",
  changeSay: "An welchen Tagen vor einer Frist geht eine Mail hinaus?",
  onTheDay: "am Tag",
  daysBefore: (days) => viele(days, "# Tag", "# Tage"),
  another: "Ein anderer Tag",
  anotherSay: "Tage vor einer Frist, bis 60.",
  add: "Dazu",
  mostDays: "Höchstens zehn Tage: nimm erst einen weg.",
  noMail: "Dieser Hub verschickt keine Mails: Wer ihn betreibt, setzt HUB_SMTP_URL.",
  why: {
    show_off: "Die Show ist abgesagt oder archiviert: niemand wird erinnert.",
    never: "",
    no_deadlines: "Kein Abschnitt hat eine Frist: setz eine im Formular, am Kopf eines Abschnitts.",
    answered: "Niemand muss mehr antworten: Alles mit Frist ist beantwortet oder eingereicht.",
    nobody: "Wer antworten muss, hat hier kein Konto, nur einen Link: frag selbst nach.",
    over: "Alle Fristen sind vorbei.",
    sent: "Jede Mail, die der Plan nennt, ist hinausgegangen.",
  },
};

/** The texts in use. */
export const a = (): typeof en => (t.language === "de" ? de : en);
