/** What a command of the advance will most likely bring, and how commands that build on each other are kept in step. */
import type { Behaviour, Guessing, Landed } from "../behaviour";
import type { CommandOf } from "../names";
import type { Actor, AnyCommand, AnyFact, Form } from "../wire";
import { cell, foldForm } from "./advance";
import { AGREED, agrees, guessAgreement, partyOf } from "./agreement_guess";
import { heads, newest } from "./register";
import { guessArrival, GUESTS } from "./guests";
import { indexBehind } from "./rows";

/**
 * The stamp of a guess: above every stamp so far, and it names the command in the place of the person. What is built
 * on it names it in turn, until the command lands and `rebase` puts the real stamp there.
 */
function guessedStamp(form: Form, { id, now }: Guessing): string {
  const last = Number(form.last.slice(0, 13) || 0);
  return `${String(Math.max(now, last + 1)).padStart(13, "0")}-0000-.${id}`;
}

const isGuessOf = (stamp: string | undefined, id: string) => stamp?.endsWith(`-.${id}`) ?? false;

type RowTag = "advance.add_row" | "advance.move_row" | "advance.remove_row";

/** Who picks lets go of what they could see, and of nothing that came later. */
function settled(form: Form, { field, row, column, stamp, saw }: CommandOf<"advance.pick">): string[] {
  const latest = stamp > saw ? stamp : saw;
  const others = heads(cell(form, { field, row, column })).filter((head) => head.stamp !== stamp && head.stamp <= latest);
  return others.map((head) => head.stamp);
}

function rowFact(form: Form, command: CommandOf<RowTag>, stamp: string, { me, now }: Guessing): AnyFact {
  const { field, row } = command;
  const made = { field, row, stamp, by: me.person, at_ms: now };
  if (command.t === "advance.remove_row") {
    return { t: "advance.row_removed", seen: newest(form.lists[field]?.[row]?.written ?? []), ...made };
  }
  const index = indexBehind(form.lists[field] ?? {}, command.after ?? "");
  return { t: command.t === "advance.add_row" ? "advance.row_added" : "advance.row_moved", index, ...made };
}

function guess(form: Form, command: AnyCommand, about: Guessing): AnyFact[] {
  const { person: by, name } = about.me;
  const at_ms = about.now;
  const stamp = guessedStamp(form, about);
  switch (command.t) {
    case "advance.edit": {
      const { field, value, saw = "", row = "", column = "", source = "typed" } = command;
      const party = partyOf(about.me);
      return [{ t: "advance.edited", field, value, stamp, saw, by, name, at_ms, row, column, party, source }];
    }
    case "advance.pick": {
      const { field, stamp: chosen, row = "", column = "" } = command;
      return [{ t: "advance.picked", field, chosen, settled: settled(form, command), by, at_ms, row, column }];
    }
    case "advance.add_row":
    case "advance.move_row":
    case "advance.remove_row":
      return [rowFact(form, command, stamp, about)];
    case "advance.lock":
      return [{ t: "advance.locked", field: command.field, on: command.on ?? true, by, name, at_ms, stamp }];
    case "advance.check_in":
      return [guessArrival(form.arrivals, command, { by, name, at_ms, stamp })];
    default:
      return guessAgreement(form, command, { by, name, at_ms, stamp }, partyOf(about.me));
  }
}

const MADE: Partial<Record<AnyCommand["t"], AnyFact["t"]>> = {
  "advance.edit": "advance.edited",
  "advance.pick": "advance.picked",
  "advance.add_row": "advance.row_added",
  "advance.move_row": "advance.row_moved",
  "advance.remove_row": "advance.row_removed",
  "advance.lock": "advance.locked",
  "advance.text": "advance.text_changed",
  "advance.check_in": "advance.checked_in",
  ...AGREED,
};

const part = (of: object, key: string): unknown => (of as Record<string, unknown>)[key] ?? "";

/** The list of a command that does not name its list: there is one door. */
const listOf = (of: object): unknown => ("t" in of && of.t === "advance.check_in" ? GUESTS : part(of, "field"));

/** The same field, row and column; only what both kinds of message have in common is compared. */
function samePlace(one: object, other: object): boolean {
  return listOf(one) === listOf(other) && ["row", "column"].every((key) => part(one, key) === part(other, key));
}

/** What a command and the fact that it made have in common, by their keys. */
const COMMON: Partial<Record<AnyCommand["t"], readonly [string, string]>> = {
  "advance.edit": ["value", "value"],
  "advance.pick": ["stamp", "chosen"],
  "advance.text": ["update", "update"],
};

function settles(command: AnyCommand, fact: AnyFact, me: Actor): boolean {
  if (MADE[command.t] !== fact.t || !("by" in fact) || fact.by !== me.person || !samePlace(command, fact)) return false;
  const common = COMMON[command.t];
  if (common) return part(command, common[0]) === part(fact, common[1]);
  if (command.t === "advance.check_in" && fact.t === "advance.checked_in") return fact.count === (command.count ?? 1);
  if (command.t === "advance.lock" && fact.t === "advance.locked") return fact.on === (command.on ?? true);
  return agrees(command, fact);
}

/** What stands for the guess of `landed` now: its fact's stamp, its write in the form, or what it was built on. */
function realStamp({ cmd, fact }: Landed, form: Form, me: Actor): string {
  if (fact && "stamp" in fact) return fact.stamp;
  if (cmd.t !== "advance.edit") return "row" in cmd && cmd.field ? (newestOf(form, cmd.field, cmd.row ?? "", me) ?? "") : "";
  const mine = heads(cell(form, cmd)).find((head) => head.by === me.person && head.value === cmd.value);
  return mine?.stamp ?? cmd.saw ?? "";
}

function newestOf(form: Form, field: string, row: string, me: Actor): string | undefined {
  return form.lists[field]?.[row]?.written.find((stamp) => stamp.endsWith(`-${me.person}`));
}

function rebase(later: AnyCommand, landed: Landed, form: Form, me: Actor): AnyCommand {
  const real = () => realStamp(landed, form, me);
  let next = later;
  if ("saw" in next && isGuessOf(next.saw, landed.id)) next = { ...next, saw: real() };
  if ("stamp" in next && isGuessOf(next.stamp, landed.id)) next = { ...next, stamp: real() };
  return next;
}

/** Two edits of one place of which neither has left: the later value, on top of what the earlier one saw. */
function merge(earlier: AnyCommand, later: AnyCommand): AnyCommand | null {
  if (earlier.t !== "advance.edit" || later.t !== "advance.edit" || !samePlace(earlier, later)) return null;
  return { ...later, saw: earlier.saw ?? "" };
}

export const advance: Behaviour<"advancing_sync"> = {
  name: "advancing_sync",
  prefix: "advance.",
  fold: foldForm,
  guess,
  settles,
  line: (command) => ("field" in command || command.t === "advance.check_in" ? `${String(listOf(command))}#${String(part(command, "row"))}` : null),
  merge,
  rebase,
};
