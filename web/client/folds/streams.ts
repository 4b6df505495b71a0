/** Mirrors hub/streams/rules.py. */
import type { Behaviour } from "../behaviour";
import type { AnyFact, Stage } from "../wire";

export function foldStage(stage: Stage, fact: AnyFact): Stage {
  if (fact.t === "streams.went_live") return { live: fact };
  return fact.t === "streams.went_down" ? { live: null } : stage;
}

/** Whether the stage is up is for the hub to say: no guesses. */
export const streams: Behaviour<"streams"> = {
  name: "streams",
  prefix: "streams.",
  fold: foldStage,
  guess: () => [],
  settles: () => false,
};
