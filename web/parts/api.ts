/** Asks the hub over HTTP as whoever is signed in; the session is in cookies that no script reads. */
import { signal } from "@preact/signals";
import { freshId } from "../client/world";
import { Refused } from "./grant";

export { Refused };

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Whether the last request reached the hub, and how many are on their way. */
export const reached = signal(true);
export const asking = signal(0);

const JSON_TYPE = { "Content-Type": "application/json" };

/** The hub cannot be reached. */
export const OFFLINE = "client.offline";

export async function ask<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const headers = body === undefined ? {} : JSON_TYPE;
  return answer<T>(method, path, body, headers);
}

/** Makes something: `attempt` is the same when it is tried again, so that it is made once. */
export async function create<T>(path: string, body: unknown, attempt: string): Promise<T> {
  return answer<T>("POST", path, body, { ...JSON_TYPE, "Idempotency-Key": attempt });
}

/** Asks as whom a grant is for, in its room. */
export async function askAs<T>(grant: string, method: Method, path: string, body?: unknown): Promise<T> {
  const headers = { Authorization: `Bearer ${grant}`, ...(body === undefined ? {} : JSON_TYPE) };
  return answer<T>(method, path, body, headers);
}

export const freshAttempt = freshId;

async function answer<T>(method: Method, path: string, body: unknown, headers: Record<string, string>): Promise<T> {
  const first = await asked<T>(method, path, body, headers);
  if (first instanceof Refused && first.code === "auth.prove" && (await prove())) {
    return unwrap(await asked<T>(method, path, body, headers));
  }
  return unwrap(first);
}

async function asked<T>(method: Method, path: string, body: unknown, headers: Record<string, string>): Promise<T | Refused> {
  // Counted behind the back of an effect that asks: it would ask again at each request, its own too.
  asking.value = asking.peek() + 1;
  try {
    const first = await sent<T>(method, path, body, headers);
    return signedOut(first) && (await refreshed()) ? await sent<T>(method, path, body, headers) : first;
  } finally {
    asking.value = asking.peek() - 1;
  }
}

function unwrap<T>(found: T | Refused): T {
  if (!(found instanceof Refused)) return found;
  if (signedOut(found)) lost();
  throw found;
}

let lost: () => void = () => undefined;

/** What to do when whoever was signed in is it no more. */
export function onSignedOut(run: () => void): void {
  lost = run;
}

let prove: () => Promise<boolean> = () => Promise.resolve(false);

/** How to let the person show anew who they are; it resolves to whether they did, and what they wanted is asked again. */
export function onProve(run: () => Promise<boolean>): void {
  prove = run;
}

async function sent<T>(method: Method, path: string, body: unknown, headers: Record<string, string>): Promise<T | Refused> {
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (body !== undefined) init.body = JSON.stringify(body);
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch {
    reached.value = false;
    return new Refused(OFFLINE, "");
  }
  reached.value = true;
  const text = await response.text();
  if (response.ok) return (text === "" ? undefined : JSON.parse(text)) as T;
  return refusal(text);
}

function refusal(text: string): Refused {
  try {
    const { code, title } = JSON.parse(text) as { code?: string; title?: string };
    return new Refused(code ?? "", title ?? "");
  } catch {
    return new Refused("", "");
  }
}

/** A new word for the session; the tabs of a browser ask one after another, so that the second finds it done. */
async function refreshed(): Promise<boolean> {
  const run = async () => {
    const found = await sent("POST", "/api/session/refresh", undefined, {});
    if (found instanceof Refused && found.code === OFFLINE) throw found;
    return !(found instanceof Refused);
  };
  // typed as always there, but missing on plain http
  const locks = navigator.locks as LockManager | undefined;
  return locks ? locks.request("hub.refresh", run) : run();
}

/** Whether a refusal says that nobody is signed in here. */
export const signedOut = (error: unknown): boolean => error instanceof Refused && error.code.startsWith("auth.session");
