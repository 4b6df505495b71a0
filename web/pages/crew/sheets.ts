/** Lists of the form as files, over HTTP: what api/sheets answers, and how to ask. */
import { OFFLINE } from "../../parts/api";
import { Refused } from "../../parts/grant";
import { locale, sentence } from "../../texts";
import { lists } from "../../texts/lists";

export const FILE_BYTES_MAX = 4 * 1024 * 1024;
export const SCHEDULE = "schedule.items";

export interface Cell {
  column: string;
  label: string;
  before: string;
  after: string;
}

export interface Change {
  line: number;
  row: string;
  what: "add" | "change";
  name: string;
  cells: readonly Cell[];
}

export interface Fault {
  line: number;
  column: string;
  code: string;
  say: string;
}

export interface Preview {
  digest: string;
  field: string;
  changes: readonly Change[];
  faults: readonly Fault[];
  unchanged: number;
  absent: number;
  elsewhere: number;
  columns: readonly string[];
  unknown: readonly string[];
  encoding: string;
  separator: string;
}

export interface Told {
  line: number;
  row: string;
  what: "add" | "change";
  name: string;
  code: string;
  say: string;
}

export interface Applied {
  done: number;
  rows: readonly Told[];
  faults: readonly Fault[];
}

/** The form moved on: this is what the file would do now. */
export class Moved extends Error {
  constructor(readonly preview: Preview) {
    super("sheet.changed");
  }
}

/** Where a list is: the room, who asks, and which list. */
export interface Place {
  room: string;
  token: string;
  field: string;
}

const address = ({ room, field }: Place) => `/api/rooms/${room}/sheets/${field}`;

/** Where numbers have a comma, spreadsheets part cells by semicolons. */
const separatorOf = (tag: string): string => (new Intl.NumberFormat(tag).format(0.5).includes(",") ? "semicolon" : "comma");

export const csvOf = (place: Place, tag = locale): string => `${address(place)}.csv?bom=true&separator=${separatorOf(tag)}`;
export const icsOf = ({ room }: Place): string => `/api/rooms/${room}/schedule.ics`;

async function asked(place: Place, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...(init.headers as Record<string, string>), Authorization: `Bearer ${place.token}` };
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers });
  } catch {
    throw new Refused(OFFLINE, "");
  }
  if (response.ok) return response;
  const body = (await response.json().catch(() => ({}))) as { code?: string; title?: string; preview?: Preview };
  if (body.preview) throw new Moved(body.preview);
  throw new Refused(body.code ?? "", body.title ?? "");
}

const sent = (file: Blob, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  body: file,
  headers: { "Content-Type": file.type || "text/csv", ...headers },
});

/** What a file would change; nothing is changed. */
export async function preview(place: Place, file: Blob): Promise<Preview> {
  return (await (await asked(place, `${address(place)}/preview`, sent(file))).json()) as Preview;
}

/** Does what the preview with this digest said; `attempt` is the same when it is tried again. Throws `Moved`. */
export async function apply(place: Place, file: Blob, digest: string, attempt: string): Promise<Applied> {
  const path = `${address(place)}/apply?digest=${digest}`;
  return (await (await asked(place, path, sent(file, { "Idempotency-Key": attempt }))).json()) as Applied;
}

/** A file of ours, and what it is called. */
export async function fetched(place: Place, path: string): Promise<{ name: string; file: Blob }> {
  const response = await asked(place, path);
  const named = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "");
  return { name: named?.[1] ?? "list.csv", file: await response.blob() };
}

/** The sentence of a refusal in the viewer's language, with the number that is in the hub's. */
export function sayRefusal(code: string, say: string): string {
  const ours = lists().refusals[code];
  return ours ? ours(/[\d,.]*\d/.exec(say)?.[0] ?? "") : sentence(code, say);
}
