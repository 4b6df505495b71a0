/** The day as a line: every row with a time, in order, its length drawn to scale. */
import type { Field, Row } from "../../client/wire";
import { t } from "../../texts";

interface Slot {
  id: string;
  label: string;
  time: string;
  start: number;
  end: number;
}

const DAY_MIN = 24 * 60;
/** Without an end, as long as a label needs. */
const POINT_MIN = 15;
/** What starts before this is the night after. */
const DAY_STARTS_MIN = 6 * 60;

const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

const textOf = (row: Row, column: string): string => {
  const value = row.cells[column]?.value ?? "";
  return typeof value === "string" ? value : String(value);
};

/** The rows that have a start, in order of the day. */
export function slots(rows: readonly Row[]): Slot[] {
  return rows
    .flatMap((row): Slot[] => {
      const time = textOf(row, "start");
      if (!time) return [];
      const offset = Number(row.cells["day_offset"]?.value ?? 0) * DAY_MIN;
      const late = offset === 0 && minutes(time) < DAY_STARTS_MIN ? DAY_MIN : 0;
      const start = minutes(time) + offset + late;
      const until = textOf(row, "end");
      const ends = until ? minutes(until) + offset + late : start + POINT_MIN;
      const end = ends < start ? ends + DAY_MIN : ends;
      return [{ id: row.id, label: textOf(row, "title") || textOf(row, "what"), time, start, end }];
    })
    .sort((one, other) => one.start - other.start);
}

export function TimeLine({ field, rows }: { field: Field; rows: readonly Row[] }) {
  if (!field.columns?.some((column) => column.key === "start")) return null;
  const day = slots(rows);
  const first = day[0];
  if (first === undefined || day.length < 2) return null;
  const last = Math.max(...day.map((slot) => slot.end));
  const span = Math.max(last - first.start, 60);
  return (
    <ol class="timeline" aria-label={t.crew.timeline}>
      {day.map((slot) => (
        <li key={slot.id}>
          <time>{slot.time}</time>
          <span class="grow clip">{slot.label}</span>
          <span class="bar" aria-hidden="true">
            <i style={{ left: `${((slot.start - first.start) / span) * 100}%`, width: `${Math.max(1.5, ((slot.end - slot.start) / span) * 100)}%` }} />
          </span>
        </li>
      ))}
    </ol>
  );
}
