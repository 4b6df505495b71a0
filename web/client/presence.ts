/** Who is here, folded from notices: the latest counts. */
import type { AnyNotice, Person } from "./wire";

export interface Roster {
  /** How many people are here, whether or not they are listed. */
  count: number;
  /** Null above 200 people. */
  people: readonly Person[] | null;
}

export const NOBODY: Roster = { count: 0, people: [] };

export function heard(roster: Roster, notice: AnyNotice): Roster {
  switch (notice.t) {
    case "presence.here":
      return { count: notice.count, people: notice.people };
    case "presence.focused":
      return changed(roster, notice.person, { focus: notice.field });
    case "presence.typed":
      return changed(roster, notice.person, { typing: notice.on });
    default:
      return roster;
  }
}

function changed(roster: Roster, id: string, change: Partial<Person>): Roster {
  if (roster.people === null) return roster;
  return { ...roster, people: roster.people.map((person) => (person.id === id ? { ...person, ...change } : person)) };
}
