/** What a command about an agreement will most likely bring. */
import type { Actor, AnyCommand, AnyFact, Form } from "../wire";

interface By {
  by: string;
  name: string;
  at_ms: number;
  stamp: string;
}

/** Mirrors hub.kernel.party_of: the side that somebody speaks for. */
export const partyOf = ({ party, role }: Actor): "band" | "venue" => party || (role === "venue" ? "venue" : "band");

export const AGREED: Partial<Record<AnyCommand["t"], AnyFact["t"]>> = {
  "advance.mark": "advance.marked",
  "advance.assign": "advance.assigned",
  "advance.verify": "advance.verified",
  "advance.add_note": "advance.note_added",
  "advance.remove_note": "advance.note_removed",
  "advance.submit": "advance.section_stood",
  "advance.sign_off": "advance.section_stood",
  "advance.reopen": "advance.section_stood",
  "advance.set_deadline": "advance.deadline_set",
};

const STANDING = { "advance.submit": "submitted", "advance.sign_off": "signed_off", "advance.reopen": "open" } as const;

export function guessAgreement(form: Form, command: AnyCommand, said: By, party: "band" | "venue"): AnyFact[] {
  switch (command.t) {
    case "advance.mark":
      return [{ t: "advance.marked", field: command.field, status: command.status, party, ...said }];
    case "advance.assign":
      return [{ t: "advance.assigned", field: command.field, answers: command.answers, party, ...said }];
    case "advance.verify":
      return [{ t: "advance.verified", field: command.field, party, ...said }];
    case "advance.add_note":
      return [{ t: "advance.note_added", field: command.field, id: command.id, text: command.text, party, ...said }];
    case "advance.remove_note": {
      const { by, at_ms, stamp } = said;
      return [{ t: "advance.note_removed", field: command.field, id: command.id, by, at_ms, stamp }];
    }
    case "advance.submit":
    case "advance.sign_off":
    case "advance.reopen": {
      const { section, t } = command;
      const parties = t === "advance.reopen" ? Object.keys(form.agreement.standings[section] ?? {}) : [party];
      return [{ t: "advance.section_stood", section, parties, standing: STANDING[t], ...said }];
    }
    case "advance.set_deadline":
      return [{ t: "advance.deadline_set", section: command.section, days_before: command.days_before, ...said }];
    default:
      return [];
  }
}

const part = (of: object, key: string): unknown => (of as Record<string, unknown>)[key] ?? "";

/** Whether a fact is what became of a command, as far as an agreement goes. */
export function agrees(command: AnyCommand, fact: AnyFact): boolean {
  return ["id", "status", "answers", "section"].every((key) => !(key in command) || part(command, key) === part(fact, key));
}
