/** What the client needs of the world around it. Tests script the socket and step the clock. */

export interface Socket {
  send(text: string): void;
  close(): void;
}

export interface SocketEvents {
  opened(): void;
  heard(text: string): void;
  closed(code: number, reason: string): void;
}

export type Wake = "online" | "offline" | "visible";

export interface World {
  /** Opens a socket; calls no event before it returns, and none after `close`. */
  open(url: string, events: SocketEvents): Socket;
  /** Milliseconds since the epoch. */
  now(): number;
  /** From 0 up to, not with, 1. */
  random(): number;
  /** Runs `run` once in `ms`; returns how to call it off. */
  after(ms: number, run: () => void): () => void;
  /** An id nobody else makes. */
  freshId(): string;
  /** Whether the device believes it has a network. */
  online(): boolean;
  /** Hears that the network or the person came back or left. */
  onWake(hear: (wake: Wake) => void): () => void;
  /** Where commands wait through a reload; null where the device keeps nothing. */
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length"> | null;
}

export const SUBPROTOCOL = "hub.v1.json";

function openSocket(url: string, events: SocketEvents): Socket {
  const socket = new WebSocket(url, SUBPROTOCOL);
  socket.onopen = () => events.opened();
  socket.onmessage = (event: MessageEvent<unknown>) => {
    if (typeof event.data === "string") events.heard(event.data);
  };
  socket.onclose = (event) => events.closed(event.code, event.reason);
  return {
    send: (text) => socket.send(text),
    close: () => {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    },
  };
}

function onBrowserWake(hear: (wake: Wake) => void): () => void {
  const online = () => hear("online");
  const offline = () => hear("offline");
  const seen = () => {
    if (document.visibilityState === "visible") hear("visible");
  };
  addEventListener("online", online);
  addEventListener("offline", offline);
  addEventListener("pageshow", seen);
  document.addEventListener("visibilitychange", seen);
  return () => {
    removeEventListener("online", online);
    removeEventListener("offline", offline);
    removeEventListener("pageshow", seen);
    document.removeEventListener("visibilitychange", seen);
  };
}

/** Local storage, or null where the browser forbids it. */
function browserStorage(): Storage | null {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}

/** 96 random bits as text; `crypto.randomUUID` is missing on plain http. */
export function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function browserWorld(): World {
  return {
    open: openSocket,
    now: () => Date.now(),
    random: () => Math.random(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    freshId,
    online: () => navigator.onLine,
    onWake: onBrowserWake,
    storage: browserStorage(),
  };
}
