/** What opens this page's room: the grant from the link, or one of the door's own for the audience. */

export type Page = "crew" | "door" | "floor" | "desk" | "watch";

const ROOM_KIND: Record<Page, string> = { crew: "show", door: "show", floor: "floor", desk: "floor", watch: "stream" };

/** The room of an address such as `/crew/demo`. */
export function roomOf(page: Page, path: string): string {
  return `${ROOM_KIND[page]}/${path.split("/")[2] ?? ""}`;
}

const keyOf = (page: Page, room: string) => `hub.grant ${page} ${room}`;

/** Who has the form open has the door of its show open too. */
const known = (keyOf: (page: Page, room: string) => string, page: Page, room: string): string | null =>
  read(keyOf(page, room)) ?? (page === "door" ? read(keyOf("crew", room)) : null);

function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key) ?? localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    sessionStorage.setItem(key, value);
    localStorage.setItem(key, value);
  } catch {
    // a browser that keeps nothing opens the page from its link each time
  }
}

const wayKeyOf = (page: Page, room: string) => `hub.way ${page} ${room}`;

/** Where another grant can be had when this one ends; empty where nobody knows. */
export const wayOf = (page: Page, room: string): string => known(wayKeyOf, page, room) ?? "";

const titleKeyOf = (page: Page, room: string) => `hub.title ${page} ${room}`;

/** What the show is called by who let us in; empty where nobody said. */
export const titleOf = (page: Page, room: string): string => read(titleKeyOf(page, room)) ?? "";

const sideKeyOf = (page: Page, room: string) => `hub.side ${page} ${room}`;

/** For whom the organisation speaks whose show it is, as whoever let us in said; empty where nobody did. */
export const sideOf = (page: Page, room: string): string => read(sideKeyOf(page, room)) ?? "";

/** The grant of the link, kept for later and taken out of the address bar; else the one kept before. */
export function takeGrant(page: Page, room: string): string | null {
  const key = keyOf(page, room);
  const said = new URLSearchParams(location.hash.slice(1));
  const given = said.get("grant");
  if (given) {
    keep(key, given);
    keep(wayKeyOf(page, room), said.get("again") ?? "");
    keep(titleKeyOf(page, room), said.get("title") ?? "");
    keep(sideKeyOf(page, room), said.get("side") ?? "");
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  return given ?? known(keyOf, page, room);
}

/** The grant kept for this page is worth nothing any more. */
export function forgetGrant(page: Page, room: string): void {
  try {
    sessionStorage.removeItem(keyOf(page, room));
    localStorage.removeItem(keyOf(page, room));
  } catch {
    // nothing was kept
  }
}

export interface Entered {
  token: string;
  person: string;
  name: string;
}

const NAME_KEY = "hub.name";

/** The name this device last used; empty for none. */
export function knownName(): string {
  return read(NAME_KEY) ?? "";
}

/** Walks in as the audience. With a name, that is the one others see from now on. Throws when the door cannot be reached. */
export async function enter(room: string, name: string): Promise<Entered> {
  const response = await fetch("/api/enter", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(name ? { room, name } : { room }),
  });
  const body = (await response.json()) as Entered & { code?: string; title?: string };
  if (!response.ok) throw new Refused(body.code ?? "", body.title ?? "");
  if (name) keep(NAME_KEY, name);
  return body;
}

/** The door said no, with a sentence for the person. */
export class Refused extends Error {
  constructor(readonly code: string, readonly say: string) {
    super(say);
  }
}
