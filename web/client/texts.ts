/** The long texts of a room that are open on a page. This part of the client needs `yjs`. */
import type { Room } from "./room";
import { LiveText } from "./text";
import type { World } from "./world";

export class LiveTexts {
  private readonly open = new Map<string, LiveText>();

  constructor(
    private readonly room: Room,
    private readonly world: World,
  ) {}

  /** The text of a field; ask once the form is there. */
  of(field: string): LiveText {
    const known = this.open.get(field);
    if (known) return known;
    const text = new LiveText(field, this.room, this.world);
    this.open.set(field, text);
    return text;
  }

  /** Give what is typed to the room at once: the page is about to go. */
  flush(): void {
    for (const text of this.open.values()) text.flush();
  }
}
