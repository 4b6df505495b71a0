/** Mirrors hub/advancing_sync/agreement.py: what the two sides have said of questions, sections and the whole form. */
import type { AnyFact, Agreement, Note, Word } from "../wire";

interface Stamped {
  stamp: string;
}

const newest = <Said extends Stamped>(ours: Said | undefined, theirs: Said): Said =>
  ours && ours.stamp >= theirs.stamp ? ours : theirs;

/** A line that is gone stays gone; an id that two people used keeps the later line. */
const lastNote = (ours: Note | undefined, theirs: Note): Note =>
  ours && (ours.gone !== theirs.gone ? ours.gone : ours.stamp >= theirs.stamp) ? ours : theirs;

type Said = Readonly<Record<string, Word>>;

const said = (before: Said, key: string, word: Word): Said => ({ ...before, [key]: newest(before[key], word) });

interface By {
  by: string;
  name: string;
  at_ms: number;
  stamp: string;
}

const word = (what: string, { by, name, at_ms, stamp }: By): Word => ({ what, by, name, at_ms, stamp });

function noted(agreement: Agreement, field: string, id: string, note: Note): Agreement {
  const thread = agreement.notes[field] ?? {};
  return { ...agreement, notes: { ...agreement.notes, [field]: { ...thread, [id]: lastNote(thread[id], note) } } };
}

/** The agreement after a fact that is about it; the same one after any other. */
export function foldAgreement(agreement: Agreement, fact: AnyFact): Agreement {
  switch (fact.t) {
    case "advance.marked":
      return { ...agreement, marks: said(agreement.marks, fact.field, word(fact.status, fact)) };
    case "advance.assigned":
      return { ...agreement, assigned: said(agreement.assigned, fact.field, word(fact.answers, fact)) };
    case "advance.verified":
      return { ...agreement, verified: said(agreement.verified, fact.field, word("", fact)) };
    case "advance.note_added": {
      const { text, by, name, party, at_ms, stamp } = fact;
      return noted(agreement, fact.field, fact.id, { text, by, name, party, at_ms, stamp, gone: false });
    }
    case "advance.note_removed": {
      const { by, at_ms, stamp } = fact;
      return noted(agreement, fact.field, fact.id, { text: "", by, name: "", party: "", at_ms, stamp, gone: true });
    }
    default:
      return foldWhole(agreement, fact);
  }
}

function foldWhole(agreement: Agreement, fact: AnyFact): Agreement {
  switch (fact.t) {
    case "advance.section_stood": {
      const now = word(fact.standing, fact);
      const before = agreement.standings[fact.section] ?? {};
      const stood = fact.parties.reduce<Said>((all, party) => said(all, party, now), before);
      return { ...agreement, standings: { ...agreement.standings, [fact.section]: stood } };
    }
    case "advance.deadline_set": {
      const days = fact.days_before === null ? "" : String(fact.days_before);
      return { ...agreement, deadlines: said(agreement.deadlines, fact.section, word(days, fact)) };
    }
    case "advance.published": {
      const { by, name, at_ms, stamp } = fact;
      const revision = newest(agreement.revisions[fact.number], { by, name, at_ms, stamp });
      return { ...agreement, revisions: { ...agreement.revisions, [fact.number]: revision } };
    }
    case "advance.sent":
      return { ...agreement, sent: newest(agreement.sent ?? undefined, word("sent", fact)) };
    case "advance.opened": {
      const first = Math.min(agreement.opened[fact.party] ?? fact.at_ms, fact.at_ms);
      return { ...agreement, opened: { ...agreement.opened, [fact.party]: first } };
    }
    default:
      return agreement;
  }
}
