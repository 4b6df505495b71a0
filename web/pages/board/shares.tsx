/** How far both sides of an advance are, and what it lacks: on the board, and on the home of its show. */
import { dayText, today } from "../../parts/dates";
import { b } from "../../texts/office/board";
import { nextDue, type Standing } from "./standing";

export function Shares({ row }: { row: Standing }) {
  const sides = [
    ["band", row.band_answered, row.band_total],
    ["venue", row.venue_answered, row.venue_total],
  ] as const;
  return (
    <span class="board-shares">
      {sides.map(([side, answered, total]) => (
        <span key={side} class="board-share">
          <span class="small muted">{b().share(b().sides[side] ?? side, answered, total)}</span>
          <progress value={answered} max={total || 1} aria-label={b().sides[side]} />
        </span>
      ))}
    </span>
  );
}

export function Lacks({ row }: { row: Standing }) {
  const words = b();
  const next = nextDue(row);
  const names = (keys: readonly string[], of: Readonly<Record<string, string>>) => keys.map((key) => of[key] ?? key).join(", ");
  return (
    <span class="row wrap">
      {row.missing.length > 0 && <span class="chip warn">{words.lacks(names(row.missing, words.keys))}</span>}
      {next && <span class={next.day < today() ? "chip bad" : "chip"}>{(next.day < today() ? words.overdue : words.due)(next.label, dayText(next.day, "short"))}</span>}
      {row.siblings > 0 && <span class="chip warn">{words.siblings(row.siblings)}</span>}
      <span class="chip">{row.waits.length > 0 ? words.waitsFor(names(row.waits, words.sides)) : words.waitsForNobody}</span>
    </span>
  );
}
