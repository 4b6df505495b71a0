/** What a command of the queue will most likely bring: the short way through hub/queue/rules.py. */
import type { Behaviour, Guessing } from "../behaviour";
import type { CommandOf } from "../names";
import type { AnyCommand, AnyFact, Queue } from "../wire";
import { GUESSED } from "./chat";
import { foldQueue, ready } from "./queue";

function submitted(command: CommandOf<"queue.submit">, { me, id, now }: Guessing): AnyFact {
  const { title, artist = "", note = "" } = command;
  const { person, name } = me;
  return { t: "queue.submitted", id: GUESSED + id, person, name, title, artist, note, at_ms: now, before: null };
}

function played(queue: Queue, command: CommandOf<"queue.play">, at_ms: number): AnyFact[] {
  const id = command.entry ?? [...queue.up_next, ...ready(queue)][0];
  if (id === undefined || id === queue.playing || !queue.entries[id]) return [];
  const over: AnyFact[] = queue.playing === null ? [] : [{ t: "queue.played", id: queue.playing, at_ms }];
  const locked = queue.up_next.filter((one) => one !== id).length;
  const refill = ready(queue).filter((one) => one !== id).slice(0, Math.max(queue.rules.locked_max - locked, 0));
  return [...over, { t: "queue.started", id, at_ms }, ...refill.map((one): AnyFact => ({ t: "queue.called_up", id: one }))];
}

function guess(queue: Queue, command: AnyCommand, about: Guessing): AnyFact[] {
  const at_ms = about.now;
  switch (command.t) {
    case "queue.submit":
      return [submitted(command, about)];
    case "queue.withdraw":
      return [{ t: "queue.withdrawn", id: command.entry, by: about.me.person }];
    case "queue.reorder":
      return [{ t: "queue.reordered", id: command.entry, before: command.before ?? null }];
    case "queue.call_up": {
      const id = command.entry ?? ready(queue)[0];
      return id === undefined ? [] : [{ t: "queue.called_up", id }];
    }
    case "queue.play":
      return played(queue, command, at_ms);
    case "queue.finish":
      return queue.playing === null ? [] : [{ t: "queue.played", id: queue.playing, at_ms }];
    case "queue.skip":
      return [{ t: "queue.skipped", id: command.entry, at_ms }];
    case "queue.hold":
      return [{ t: "queue.held", id: command.entry, on: command.on ?? true }];
    default:
      return [];
  }
}

/** Which fact a command ends in, where command and fact name the same entry. */
const ENDS_IN: Partial<Record<AnyCommand["t"], AnyFact["t"]>> = {
  "queue.withdraw": "queue.withdrawn",
  "queue.reorder": "queue.reordered",
  "queue.call_up": "queue.called_up",
  "queue.play": "queue.started",
  "queue.skip": "queue.skipped",
  "queue.hold": "queue.held",
};

export const queue: Behaviour<"queue"> = {
  name: "queue",
  prefix: "queue.",
  fold: foldQueue,
  guess,
  settles: (command, fact, me) => {
    if (command.t === "queue.submit") {
      return fact.t === "queue.submitted" && fact.person === me.person && fact.title === command.title;
    }
    return ENDS_IN[command.t] === fact.t && "entry" in command && "id" in fact && command.entry === fact.id;
  },
};
