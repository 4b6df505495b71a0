/** From the pages behind the sign-in into the rooms. */
import { ask } from "./api";

interface Granted {
  token: string;
}

/** The page of a room: a floor's is the desk for who may run it. */
export type RoomPage = "crew" | "desk" | "floor" | "watch";

const PAGE: Record<string, RoomPage> = { show: "crew", floor: "desk", stream: "watch" };

/** The address of a page, with the grant behind `#`, where no server sees it. */
export function pageOf(room: string, token: string, page?: RoomPage): string {
  const [kind = "", id = ""] = room.split("/");
  return `/${page ?? PAGE[kind] ?? "crew"}/${id}#grant=${token}`;
}

/** Asks for a grant and goes in. A stream's own address names the room already. */
export async function openRoom(path: string, room: string): Promise<void> {
  const body = path.includes("/streams/") ? undefined : { room };
  const { token } = await ask<Granted>("POST", path, body);
  location.assign(pageOf(room, token));
}
