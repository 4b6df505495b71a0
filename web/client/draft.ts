/** What was typed into a long text and is not in the hub's hands yet, as it waits on the device through a reload. */
import type { World } from "./world";

export interface Draft {
  /** What the hub's document said below it, what it says with the command under way, and what it says with everything. */
  base: string;
  given: string;
  mine: string;
}

export class Drafts {
  /** What another tab of the same person has put there is not ours to remove. */
  private ours = false;

  constructor(
    private readonly storage: World["storage"],
    private readonly key: string,
  ) {}

  read(): Draft | null {
    const kept = this.storage?.getItem(this.key);
    if (!kept) return null;
    this.ours = true;
    return JSON.parse(kept) as Draft;
  }

  keep(draft: Draft): void {
    try {
      this.storage?.setItem(this.key, JSON.stringify(draft));
      this.ours = true;
    } catch {
      // the device is full: what was typed still stands on the screen
    }
  }

  drop(): void {
    if (this.ours) this.storage?.removeItem(this.key);
    this.ours = false;
  }
}
