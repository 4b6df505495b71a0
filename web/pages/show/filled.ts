/** What is chosen of an advance to be kept or copied, and what came of it. */
import { isPrivate } from "../crew/design";
import type { Part } from "../board/standing";

/** What the hub says after it filled in a form. */
export interface Filled {
  designed: boolean;
  written: number;
  refused: Refusal[];
  more: number;
}

export interface Refusal {
  field: string;
  label: string;
  code: string;
  say: string;
}

export interface Section {
  key: string;
  label: string;
}

/** About one night only: copied when somebody says so. */
const NIGHTLY = ["show", "guest_list"];

/** The sections of a form in the usual order, those of its own after them. `usual` are the keys of the standard form. */
export function sectionsOf(parts: Readonly<Record<string, Part>>, usual: readonly string[]): Section[] {
  const place = (key: string) => (usual.includes(key) ? usual.indexOf(key) : usual.length);
  return Object.entries(parts)
    .map(([key, { label }]) => ({ key, label }))
    .sort((one, other) => place(one.key) - place(other.key) || one.label.localeCompare(other.label));
}

/** Those that are likely the same next time: not of one night only, and not private. */
export const lasting = (sections: readonly Section[]): string[] => sections.map(({ key }) => key).filter((key) => !NIGHTLY.includes(key) && !isPrivate(key));

/** One line for each question and reason: the rows of a list that were refused alike are counted. */
export function gathered(refused: readonly Refusal[]): (Refusal & { count: number })[] {
  const lines = new Map<string, Refusal & { count: number }>();
  for (const each of refused) {
    const at = `${each.field} ${each.code}`;
    const line = lines.get(at);
    if (line) line.count += 1;
    else lines.set(at, { ...each, count: 1 });
  }
  return [...lines.values()];
}

/** Which sections are still to be answered first, then the others, each in its order. */
export function openFirst<T extends { part: Part }>(rows: readonly T[]): T[] {
  const open = ({ part }: T) => [part.band, part.venue].some((half) => half.answered < half.total && half.standing === "open");
  return [...rows.filter(open), ...rows.filter((row) => !open(row))];
}
