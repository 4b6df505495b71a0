/** What was typed into a long text and is not in the hub's hands yet, as it waits on the device through a reload. */
import type { World } from "./world";

export interface Draft {
  /** What the hub's document said below it, what it says with the command under way, and what it says with everything. */
  base: string;
  given: string;
  mine: string;
}

export function keepDraft({ storage }: World, key: string, draft: Draft | null): void {
  try {
    if (draft === null) storage?.removeItem(key);
    else storage?.setItem(key, JSON.stringify(draft));
  } catch {
    // the device is full: what was typed still stands on the screen
  }
}

export function readDraft({ storage }: World, key: string): Draft | null {
  const kept = storage?.getItem(key);
  return kept ? (JSON.parse(kept) as Draft) : null;
}
