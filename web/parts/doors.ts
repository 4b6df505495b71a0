/** From the pages behind the sign-in into the rooms. */
import { ask } from "./api";

/** `side`: for whom the organisation speaks whose show it is. */
interface Granted {
  token: string;
  side?: string;
}

/** Who comes with a grant comes to work. */
const PAGE: Record<string, string> = { show: "crew", floor: "desk", stream: "watch" };

/** The address of a page; behind `#`, where no server sees it, the grant, where to get the next one, and what is opened. */
export function pageOf(room: string, token: string, again: string, title = "", side = ""): string {
  const [kind = "", id = ""] = room.split("/");
  return `/${PAGE[kind] ?? "crew"}/${id}#${new URLSearchParams({ grant: token, again, title, side }).toString()}`;
}

/** Asks for a grant and goes in. A stream's own address names the room already. */
export async function openRoom(path: string, room: string, title = ""): Promise<void> {
  const body = path.includes("/streams/") ? undefined : { room };
  const { token, side } = await ask<Granted>("POST", path, body);
  location.assign(pageOf(room, token, path, title, side));
}

/** Behind the address of a show's home: it has just been made. */
export const JUST_MADE = "#new";
