/** An advance on the board, as the hub tells it. */

interface Half {
  answered: number;
  total: number;
  standing: string;
}

export interface Part {
  label: string;
  /** Days before the show. */
  due: number | null;
  band: Half;
  venue: Half;
}

export interface Standing {
  id: string;
  title: string;
  venue_name: string | null;
  city: string | null;
  day: string;
  status: string;
  stage: string;
  band_answered: number;
  band_total: number;
  venue_answered: number;
  venue_total: number;
  waits: string[];
  missing: string[];
  siblings: number;
  changed_at_ms: number;
  changed_name: string;
  parts: Record<string, Part>;
  found: { field: string; row: string; column: string; text: string }[];
}

export interface Asked {
  text: string;
  answer: string;
  stage: string;
  waits: string;
  missing: string;
  sort: string;
}

/** The question to the hub for what is chosen. */
export function query({ text, answer, sort, ...exact }: Asked): string {
  const asked = new URLSearchParams({ sort });
  for (const [name, value] of Object.entries({ q: text, answer, ...exact })) if (value) asked.set(name, value);
  return asked.toString();
}

const waits = (half: Half): boolean => half.answered < half.total && half.standing === "open";

/** The next deadline of a section in which somebody has something to answer: its name and day. */
export function nextDue({ day, parts }: Standing): { label: string; day: string } | null {
  const open = Object.values(parts).filter((part) => part.due !== null && (waits(part.band) || waits(part.venue)));
  const [next] = open.sort((one, other) => (other.due ?? 0) - (one.due ?? 0));
  if (!next) return null;
  return { label: next.label, day: dueDay(day, next.due ?? 0) };
}

/** The day so many days before the one of a show. */
export function dueDay(day: string, before: number): string {
  const on = new Date(`${day}T12:00:00Z`);
  on.setUTCDate(on.getUTCDate() - before);
  return on.toISOString().slice(0, 10);
}
