/** Where questions, sections and the whole form stand; the last mirrors hub/advancing_sync/completeness.py. */
import { heads } from "../../client/folds/register";
import { partyOf } from "../../client/folds/agreement_guess";
import type { Actor, Agreement, Form, Note, Party, Register, Row, Status, Word } from "../../client/wire";

export const STATUSES: readonly Status[] = ["to_ask", "asked", "needs_answer", "confirmed"];
export const PARTIES: readonly Party[] = ["band", "venue"];

/** What the dot of a question says; `answered` and `disputed` are seen, the others were said. */
export type Seen = Status | "answered" | "disputed";

const isStatus = (said: string): said is Status => (STATUSES as readonly string[]).includes(said);

/** What was said of a question counts for more than whether it is answered, and two answers for more than both. */
export function seen(mark: Word | undefined, answered: boolean, disputed: boolean): Seen {
  if (disputed) return "disputed";
  if (mark && isStatus(mark.what)) return mark.what;
  return answered ? "answered" : "to_ask";
}

/** Whether somebody wrote in a confirmed answer since; `written` is the stamp of its newest write. */
export const changedSince = (mark: Word | undefined, written: string): boolean => mark?.what === "confirmed" && written > mark.stamp;

/** The newest write in any row of a list. */
export const newestOf = (rows: Readonly<Record<string, Row>>): string =>
  Object.values(rows).flatMap((row) => row.written).reduce((one, other) => (one > other ? one : other), "");

/** Who signed a section off, whichever side; null while it is open for edits. */
export function signed(agreement: Agreement, section: string): Word | null {
  return Object.values(agreement.standings[section] ?? {}).find((word) => word.what === "signed_off") ?? null;
}

const DAY_MS = 86_400_000;

export interface Due {
  daysBefore: number;
  /** Negative: late. Null: nobody has said when the show is. */
  left: number | null;
}

/** When a section is due; null without a deadline. Days are `YYYY-MM-DD`. */
export function due(deadline: Word | undefined, showDay: string, today: string): Due | null {
  if (!deadline?.what) return null;
  const daysBefore = Number(deadline.what);
  const left = Math.round((Date.parse(showDay) - Date.parse(today)) / DAY_MS) - daysBefore;
  return { daysBefore, left: Number.isNaN(left) ? null : left };
}

export type Stage = "not_sent" | "sent" | "opened" | "in_progress" | "completed" | "signed_off";

const isParty = (said: string): said is Party => (PARTIES as readonly string[]).includes(said);

const other = (party: Party): Party => (party === "band" ? "venue" : "band");

/**
 * The side that has sent the form: the organisation's, where whoever let us in said it. Else a member of the
 * organisation speaks for it, and the hub says only of the other side that it has opened the form.
 */
export function asking(said: string, you: Pick<Actor, "role" | "party"> | null, agreement: Agreement): Party {
  if (isParty(said)) return said;
  if (you && (you.role === "owner" || you.role === "manager")) return partyOf({ person: "", name: "", ...you });
  const opened = PARTIES.find((party) => agreement.opened[party] !== undefined);
  return opened ? other(opened) : "band";
}

const hasAnswered = (registers: readonly Register[], party: Party): boolean => registers.some((each) => heads(each).some((head) => head.party === party));

function hasWorked(form: Form, party: Party): boolean {
  if (Object.values(form.agreement.standings).some((stood) => (stood[party]?.what ?? "open") !== "open")) return true;
  const cells = Object.values(form.lists).flatMap((rows) => Object.values(rows).flatMap((row) => Object.values(row.cells)));
  return hasAnswered([...Object.values(form.fields), ...cells], party);
}

/** How far an advance is that the side `from` has sent to the other one. */
export function stage(form: Form, from: Party): Stage {
  const { agreement } = form;
  const stood = form.schema.sections.map(({ key }) => PARTIES.map((party) => agreement.standings[key]?.[party]?.what ?? "open"));
  if (stood.length > 0 && stood.flat().every((what) => what === "signed_off")) return "signed_off";
  if (stood.length > 0 && stood.flat().every((what) => what !== "open")) return "completed";
  const party = other(from);
  if (hasWorked(form, party)) return "in_progress";
  if (agreement.opened[party] !== undefined) return "opened";
  return agreement.sent ? "sent" : "not_sent";
}

/** The number of the last revision; 0 before the first. */
export const revisionOf = (agreement: Agreement): number => Math.max(0, ...Object.keys(agreement.revisions).map(Number));

/** The numbers of all of them, the newest first. */
export const revisionsOf = (agreement: Agreement): number[] => Object.keys(agreement.revisions).map(Number).sort((one, other) => other - one);

/** The lines of a thread that were not taken away, oldest first. */
export function notesOf(thread: Readonly<Record<string, Note>> | undefined): [string, Note][] {
  return Object.entries(thread ?? {})
    .filter(([, note]) => !note.gone)
    .sort(([, one], [, other]) => (one.stamp < other.stamp ? -1 : 1));
}
