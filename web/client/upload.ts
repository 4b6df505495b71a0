/** Sends a file to the hub in pieces, and goes on with it after whatever broke it off: a tunnel, a reload, a worker. */
import { jitter } from "./backoff";
import { Sha256 } from "./sha256";

/** A file of a show, as the hub tells of it. */
export interface FileSeen {
  id: string;
  field: string;
  name: string;
  size: number;
  type: string;
  sha256: string;
  by: string;
  created_at_ms: number;
}

/** Addresses of a file, for ten minutes: to keep it, to show it, and of its pages (`&page=1` ... `pages_max`). */
export interface FileLinks {
  download: string;
  shown: string | null;
  pages: string | null;
  pages_max: number;
  expires_ms: number;
}

export interface Sendable {
  name: string;
  size: number;
  lastModified: number;
  slice(start: number, end: number): Blob;
}

/** What sending needs of the world around it. */
export interface Way {
  show: string;
  token(): string;
  fetch(path: string, init: RequestInit): Promise<Response>;
  now(): number;
  random(): number;
  wait(ms: number): Promise<void>;
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null;
}

export interface Watch {
  signal: AbortSignal;
  onProgress(received: number, size: number): void;
}

/** The hub said no. */
export class Refusal extends Error {
  constructor(readonly code: string, readonly say: string, readonly offset: number | null = null) {
    super(say);
  }
}

interface Upload {
  id: string;
  size: number;
  received: number;
  piece_bytes_min: number;
  piece_bytes_max: number;
}

/** The first piece is small: how fast this network is nobody knows yet. A piece should take about this long. */
const FIRST_BYTES = 512 * 1024;
const PIECE_MS = 2_000;
/** A hub that says "again" so often has more than a moment's trouble. */
const AGAIN_MAX = 8;
const HASHED_BYTES = 256 * 1024;

export function browserWay(show: string, token: () => string): Way {
  return {
    show,
    token,
    fetch: (path, init) => fetch(path, init),
    now: () => performance.now(),
    random: () => Math.random(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    storage: kept(),
  };
}

function kept(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** Sends a file as an answer to a question. Throws `Refusal`, or what the signal was aborted with. */
export async function send(file: Sendable, field: string, way: Way, watch: Watch): Promise<FileSeen> {
  const key = `hub.upload ${way.show} ${field} ${String(file.size)} ${String(file.lastModified)} ${file.name}`;
  try {
    const before = await resumed(key, way, watch);
    if (before && !("received" in before)) return before;
    let upload = before ?? (await begun(key, file, field, way, watch));
    let bytes = FIRST_BYTES;
    watch.onProgress(upload.received, upload.size);
    while (upload.received < upload.size) {
      const began = way.now();
      upload = { ...upload, received: await sent(file, upload, bytes, way, watch) };
      const fits = way.now() - began < PIECE_MS ? bytes * 2 : bytes / 2;
      bytes = Math.min(upload.piece_bytes_max, Math.max(upload.piece_bytes_min, Math.floor(fits)));
      watch.onProgress(upload.received, upload.size);
    }
    const sha256 = await hashed(file, watch.signal);
    const path = `uploads/${upload.id}/finish`;
    const done = await ask<FileSeen>(way, watch.signal, "POST", path, JSON.stringify({ sha256 }));
    forget(key, way);
    return done;
  } catch (error) {
    // what was refused would be refused again; what broke off goes on where it was
    if (error instanceof Refusal) forget(key, way);
    throw error;
  }
}

/** Lets go of an upload that was begun and is not wanted any more. */
export async function cancel(file: Sendable, field: string, way: Way): Promise<void> {
  const key = `hub.upload ${way.show} ${field} ${String(file.size)} ${String(file.lastModified)} ${file.name}`;
  const id = way.storage?.getItem(key);
  forget(key, way);
  if (id) await way.fetch(`/api/shows/${way.show}/uploads/${id}`, { method: "DELETE", headers: headers(way) }).catch(() => undefined);
}

export const linksOf = (file: string, way: Way, signal: AbortSignal): Promise<FileLinks> =>
  ask<FileLinks>(way, signal, "POST", `files/${file}/links`);

export const removeFile = (file: string, way: Way, signal: AbortSignal): Promise<void> =>
  ask<undefined>(way, signal, "DELETE", `files/${file}`);

function forget(key: string, way: Way): void {
  way.storage?.removeItem(key);
}

/** The upload that was begun before, or the file that it became; null where there is neither. */
async function resumed(key: string, way: Way, watch: Watch): Promise<Upload | FileSeen | null> {
  const id = way.storage?.getItem(key);
  if (!id) return null;
  const upload = await found(ask<Upload>(way, watch.signal, "GET", `uploads/${id}`));
  if (upload) return upload;
  const file = await found(ask<FileSeen>(way, watch.signal, "POST", `uploads/${id}/finish`, "{}"));
  if (file) forget(key, way);
  return file;
}

async function found<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refusal && error.code === "file.no_upload") return null;
    throw error;
  }
}

async function begun(key: string, file: Sendable, field: string, way: Way, watch: Watch): Promise<Upload> {
  const body = JSON.stringify({ field, name: file.name, size: file.size });
  const upload = await ask<Upload>(way, watch.signal, "POST", "uploads", body);
  try {
    way.storage?.setItem(key, upload.id);
  } catch {
    // it cannot be gone on with after a reload
  }
  return upload;
}

/** Sends the next piece; where the one after it begins. */
async function sent(file: Sendable, upload: Upload, bytes: number, way: Way, watch: Watch): Promise<number> {
  const piece = file.slice(upload.received, Math.min(upload.size, upload.received + bytes));
  try {
    const path = `uploads/${upload.id}?offset=${String(upload.received)}`;
    return (await ask<Upload>(way, watch.signal, "PATCH", path, piece)).received;
  } catch (error) {
    // an answer was lost on its way, or another tab sends the same
    if (error instanceof Refusal && error.offset !== null) return error.offset;
    throw error;
  }
}

async function hashed(file: Sendable, signal: AbortSignal): Promise<string> {
  const hash = new Sha256();
  for (let at = 0; at < file.size; at += HASHED_BYTES) {
    signal.throwIfAborted();
    hash.add(new Uint8Array(await file.slice(at, Math.min(file.size, at + HASHED_BYTES)).arrayBuffer()));
  }
  return hash.hex();
}

function headers(way: Way, body?: string | Blob): Record<string, string> {
  const type = typeof body === "string" ? "application/json" : "application/octet-stream";
  return { Authorization: `Bearer ${way.token()}`, ...(body === undefined ? {} : { "Content-Type": type }) };
}

/** Asks until there is an answer; without a network that may take a while. */
async function ask<T>(way: Way, signal: AbortSignal, method: string, path: string, body?: string | Blob): Promise<T> {
  for (let attempt = 0, again = 0; ; attempt += 1) {
    signal.throwIfAborted();
    const response = await reached(way, signal, method, path, body);
    if (response?.ok) return (response.status === 204 ? undefined : await response.json()) as T;
    if (response) {
      const refusal = await refused(response);
      if (!refusal.retry || again >= AGAIN_MAX) throw refusal.error;
      again += 1;
    }
    await way.wait(jitter(attempt, way.random()));
  }
}

/** The answer; null where nobody could be reached. */
async function reached(way: Way, signal: AbortSignal, method: string, path: string, body?: string | Blob): Promise<Response | null> {
  try {
    return await way.fetch(`/api/shows/${way.show}/${path}`, { method, headers: headers(way, body), body: body ?? null, signal });
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

async function refused(response: Response): Promise<{ error: Refusal; retry: boolean }> {
  const offset = response.headers.get("Upload-Offset");
  const said = (await response.json().catch(() => ({}))) as { code?: string; title?: string; retry?: boolean };
  const error = new Refusal(said.code ?? "", said.title ?? "", offset === null ? null : Number(offset));
  return { error, retry: said.retry ?? response.status >= 500 };
}
