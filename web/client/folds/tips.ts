/** Mirrors hub/tips/rules.py. */
import type { Behaviour } from "../behaviour";
import type { AnyFact, Tips } from "../wire";

const ALERTS_MAX = 100;
const IDS_MAX = 1000;

export function foldTips(tips: Tips, fact: AnyFact): Tips {
  if (fact.t !== "tips.confirmed") return tips;
  return {
    alerts: [...tips.alerts.slice(1 - ALERTS_MAX), fact],
    totals: { ...tips.totals, [fact.currency]: (tips.totals[fact.currency] ?? 0) + fact.amount },
    ids: tips.ids && [...tips.ids.slice(1 - IDS_MAX), fact.id],
  };
}

/** Only the system confirms tips, so there is nothing to guess. */
export const tips: Behaviour<"tips"> = {
  name: "tips",
  prefix: "tips.",
  fold: foldTips,
  guess: () => [],
  settles: () => false,
};
