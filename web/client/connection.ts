/** One socket that comes back by itself: hello, heartbeat, full-jitter reconnect, and a status in plain words. */
import { isFinal, jitter } from "./backoff";
import type { ClientFrame, Fail, Hello, ServerFrame } from "./wire";
import type { Socket, Wake, World } from "./world";

export type Status =
  | { kind: "connecting" }
  | { kind: "live" }
  /** Waiting to try again at `until`; `offline` when the device itself says that it has no network. */
  | { kind: "waiting"; until: number; offline: boolean }
  /** Over: coming back would change nothing. `say` is the hub's sentence. */
  | { kind: "ended"; code: string; say: string };

export interface Hooks {
  hello(): Hello;
  /** Every frame but the answer to a ping. */
  frame(frame: ServerFrame): void;
  status(status: Status): void;
  /** The socket is gone; what was under way may or may not have arrived. */
  lost(): void;
}

/** From opening the socket to the last welcome. */
export const HELLO_MS = 10_000;
export const PING_EVERY_MS = 20_000;
/** How long an ordinary ping may take, and one that follows a sleep or a network change. */
export const PONG_MS = 10_000;
export const PROBE_MS = 3_000;
/** How long what was sent may go without anything heard before a ping asks whether the line is alive. */
export const SILENCE_MS = 4_000;
/** Between two pings while the device says that it has no network: it may be right a moment later than it says so. */
export const DOUBT_EVERY_MS = 5_000;
/** A connection that lived this long starts counting its failures anew. */
const STEADY_MS = 5_000;

export class Connection {
  private socket: Socket | null = null;
  private now: Status = { kind: "connecting" };
  private attempt = 0;
  private pings = 0;
  private hearings = 0;
  /** The hub asked for this wait; waking up does not shorten it. */
  private told = false;
  private lastFail: Fail | null = null;
  private timers: Partial<Record<"hello" | "beat" | "pong" | "retry" | "silence" | "steady", () => void>> = {};
  private unwake: (() => void) | null = null;

  constructor(private readonly world: World, private readonly url: string, private readonly hooks: Hooks) {}

  get status(): Status {
    return this.now;
  }

  /** Opens; what was open is hung up first. */
  start(): void {
    this.unwake ??= this.world.onWake((wake) => this.wake(wake));
    this.attempt = 0;
    if (this.socket !== null) this.hooks.lost();
    this.open();
  }

  stop(): void {
    this.unwake?.();
    this.unwake = null;
    this.hangUp();
  }

  /** False when there is no socket to send on. */
  send(frame: ClientFrame): boolean {
    if (this.socket === null) return false;
    this.socket.send(JSON.stringify(frame));
    if (this.now.kind === "live" && frame.t !== "ping") this.listen();
    return true;
  }

  /** The rooms are in: from here on it is live. */
  welcomed(): void {
    if (this.now.kind !== "connecting") return;
    this.callOff("hello");
    this.set({ kind: "live" });
    this.timer("steady", STEADY_MS, () => (this.attempt = 0));
    this.beat();
  }

  /** The hub's answer makes coming back pointless. */
  end(code: string, say: string): void {
    this.hangUp();
    this.set({ kind: "ended", code, say });
  }

  /** Hang up and come back with what we have, `askedMs` from now at the earliest. */
  again(askedMs: number): void {
    this.hangUp();
    this.hooks.lost();
    this.wait(askedMs + jitter(this.attempt, this.world.random()), askedMs > 0);
    this.attempt += 1;
  }

  private open(): void {
    this.hangUp();
    this.lastFail = null;
    this.set({ kind: "connecting" });
    this.timer("hello", HELLO_MS, () => this.again(0));
    const events = {
      opened: () => void this.send(this.hooks.hello()),
      heard: (text: string) => this.heard(text),
      closed: (code: number, reason: string) => this.closed(code, reason),
    };
    try {
      this.socket = this.world.open(this.url, events);
    } catch {
      this.again(0);
    }
  }

  private heard(text: string): void {
    this.hearings += 1;
    this.callOff("pong");
    this.callOff("silence");
    const frame = JSON.parse(text) as ServerFrame;
    if (frame.t === "ping") return;
    if (frame.t === "fail" && !frame.id) this.lastFail = frame;
    this.hooks.frame(frame);
  }

  private closed(code: number, reason: string): void {
    if (!isFinal(code)) {
      this.again(this.lastFail?.retry_after_ms ?? 0);
      return;
    }
    this.hooks.lost();
    this.end(this.lastFail?.code ?? String(code), this.lastFail?.say ?? reason);
  }

  private wait(ms: number, told: boolean): void {
    this.told = told;
    this.set({ kind: "waiting", until: this.world.now() + ms, offline: !this.world.online() });
    this.timer("retry", ms, () => this.open());
  }

  private wake(wake: Wake): void {
    if (this.now.kind === "live") {
      this.probe(PROBE_MS);
      this.beat();
    } else if (this.now.kind === "waiting") {
      if (wake === "offline") this.set({ ...this.now, offline: true });
      else if (!this.told) this.open();
    }
  }

  /** A timer that fires late tells that the device slept: then the answer must come quickly. */
  private beat(): void {
    const sure = this.world.online();
    const every = sure ? PING_EVERY_MS : DOUBT_EVERY_MS;
    const due = this.world.now() + every;
    this.timer("beat", every, () => {
      this.probe(sure && this.world.now() - due <= PONG_MS ? PONG_MS : PROBE_MS);
      this.beat();
    });
  }

  /** Whoever types into a dead line learns it within seconds, not at the next beat. */
  private listen(): void {
    if (this.timers.silence === undefined) this.timer("silence", SILENCE_MS, () => this.probe(PROBE_MS));
  }

  private probe(patience: number): void {
    this.pings += 1;
    this.send({ t: "ping", n: this.pings });
    const before = this.hearings;
    this.timer("pong", patience, () => {
      if (this.hearings === before) this.again(0);
    });
  }

  private hangUp(): void {
    for (const name of Object.keys(this.timers)) this.callOff(name as keyof typeof this.timers);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private timer(name: keyof typeof this.timers, ms: number, run: () => void): void {
    this.callOff(name);
    this.timers[name] = this.world.after(ms, run);
  }

  private callOff(name: keyof typeof this.timers): void {
    this.timers[name]?.();
    this.timers = { ...this.timers, [name]: undefined };
  }

  private set(status: Status): void {
    this.now = status;
    this.hooks.status(status);
  }
}
