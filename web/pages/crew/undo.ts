/** What this person did last and can take back, and what they took back and can do again. */
export interface Change {
  label: string;
  /** Who has written there since, or null: then it may be turned back. */
  overwritten(): string | null;
  /** Turns it back; returns the change that this was. */
  turn(): Change;
}

export type Turned = { done: true; label: string } | { done: false; by: string } | null;

const MOST = 100;

export class Undos {
  private done: Change[] = [];
  private undone: Change[] = [];

  add(change: Change): void {
    this.done = [...this.done, change].slice(-MOST);
    this.undone = [];
  }

  /** Takes the last change back, unless somebody has written there since: then it is left alone for good. */
  undo(): Turned {
    return turn(this.done, this.undone);
  }

  redo(): Turned {
    return turn(this.undone, this.done);
  }
}

function turn(from: Change[], to: Change[]): Turned {
  const change = from.pop();
  if (!change) return null;
  const by = change.overwritten();
  if (by !== null) return { done: false, by };
  to.push(change.turn());
  return { done: true, label: change.label };
}
