/** Documents of an advance as PDF: which there are, and where they are had (api/documents). */
import { sentence } from "../../texts";
import { documents } from "../../texts/documents";

export const KINDS = ["advance", "day-sheet", "guest-list"] as const;
export const LANGUAGES = ["en", "de"] as const;
export const PAPERS = ["a4", "letter"] as const;

export type Kind = (typeof KINDS)[number];

/** A revision of 0 is now, a `since` of 0 marks nothing. */
export interface Choice {
  language: (typeof LANGUAGES)[number];
  paper: (typeof PAPERS)[number];
  revision: number;
  since: number;
}

/** Where people print on Letter. */
const LETTER = new Set(["US", "CA", "MX", "PH", "CL", "CO", "VE"]);

/** What somebody with this language tag would choose. */
export function usual(tag: string): Choice {
  const locale = new Intl.Locale(tag);
  const paper = LETTER.has(locale.maximize().region ?? "") && locale.region !== undefined ? "letter" : "a4";
  return { language: locale.language === "de" ? "de" : "en", paper, revision: 0, since: 0 };
}

/** The address of a document; only an advance is marked. */
export function addressOf(room: string, kind: Kind, { language, paper, revision, since }: Choice): string {
  const asked = new URLSearchParams({ lang: language, paper });
  if (revision) asked.set("revision", String(revision));
  if (since && kind === "advance") asked.set("since", String(since));
  return `/api/rooms/${room}/documents/${kind}.pdf?${asked.toString()}`;
}

/** Those that somebody may print who sees these sections: a guest list is about one of them. */
export const printable = (sections: readonly string[]): Kind[] => KINDS.filter((kind) => kind !== "guest-list" || sections.includes("guest_list"));

/** The sentence of a refusal in the viewer's language. */
export const sayRefusal = (code: string, say: string): string => documents().refusals[code] ?? sentence(code, say);
