/** A scripted world for the client's tests: a socket that does what the test says, vitest's clock, a storage. */
import { vi } from "vitest";
import type { RoomState } from "../behaviour";
import { Behaviours } from "../behaviour";
import { advance } from "../folds/advance_guess";
import { chat } from "../folds/chat";
import { queue } from "../folds/queue_guess";
import { Hub } from "../hub";
import type { Room } from "../room";
import type { AnyFact, ClientFrame, Do, Hello, ServerFrame } from "../wire";
import type { SocketEvents, Wake, World } from "../world";

export const ROOM = "floor/x";
export const ME = { person: "ana", role: "audience", name: "Ana", party: "" } as const;

export class FakeStorage {
  private readonly kept = new Map<string, string>();
  get length(): number {
    return this.kept.size;
  }
  key = (index: number): string | null => [...this.kept.keys()][index] ?? null;
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.kept.set(key, value);
  removeItem = (key: string): void => void this.kept.delete(key);
}

/** The hub's end of one socket. */
export class Line {
  readonly heard: ClientFrame[] = [];
  closedByClient = false;

  constructor(private readonly events: SocketEvents) {}

  open(): void {
    this.events.opened();
  }

  say(frame: ServerFrame): void {
    if (!this.closedByClient) this.events.heard(JSON.stringify(frame));
  }

  close(code: number, reason = ""): void {
    if (!this.closedByClient) this.events.closed(code, reason);
  }

  get hello(): Hello | undefined {
    return this.heard.find((frame) => frame.t === "hello");
  }

  get dos(): Do[] {
    return this.heard.filter((frame) => frame.t === "do");
  }

  welcome(upto = 0, facts: [number, AnyFact][] = [], state: RoomState = { chat: { messages: [] } }): void {
    this.say({ t: "welcome", room: ROOM, epoch: "e1", you: ME, at: upto - facts.length, upto, facts, state: { ...state } });
  }

  /** Answers a hello that named what it has with what it missed. */
  resume(at: number, upto: number, facts: [number, AnyFact][], epoch = "e1"): void {
    this.say({ t: "welcome", room: ROOM, epoch, you: ME, at, upto, facts });
  }

  facts(after: number, upto: number, facts: [number, AnyFact][]): void {
    this.say({ t: "facts", room: ROOM, after, upto, facts });
  }
}

export class Stage {
  readonly lines: Line[] = [];
  readonly hub: Hub;
  readonly room: Room;
  random = 0.5;
  online = true;
  fresh: () => Promise<string> = () => Promise.reject(new Error("there is none"));
  private ids = 0;
  private wake: (wake: Wake) => void = () => undefined;

  constructor(readonly storage = new FakeStorage(), private readonly name = "c") {
    this.hub = new Hub({
      url: "ws://hub/ws",
      token: "t",
      rooms: [ROOM],
      fresh: () => this.fresh(),
      behaviours: new Behaviours([chat, queue, advance]),
      world: this.world(),
    });
    const [room] = this.hub.rooms;
    if (room === undefined) throw new Error("the hub has no room");
    this.room = room;
  }

  /** The newest socket. */
  get line(): Line {
    const line = this.lines.at(-1);
    if (line === undefined) throw new Error("nothing has been opened");
    return line;
  }

  /** From the start to a welcome into an empty room. */
  enter(): Line {
    this.hub.start();
    this.line.open();
    this.line.welcome();
    return this.line;
  }

  says(wake: Wake): void {
    this.wake(wake);
  }

  get texts(): string[] {
    return (this.room.state.get().chat?.messages ?? []).map((message) => message.text);
  }

  world(): World {
    return {
      open: (_url, events) => {
        const line = new Line(events);
        this.lines.push(line);
        return {
          send: (text) => void line.heard.push(JSON.parse(text) as ClientFrame),
          close: () => void (line.closedByClient = true),
        };
      },
      now: () => Date.now(),
      random: () => this.random,
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      freshId: () => `${this.name}${++this.ids}`,
      online: () => this.online,
      onWake: (hear) => {
        this.wake = hear;
        return () => (this.wake = () => undefined);
      },
      storage: this.storage,
    };
  }
}

export function posted(text: string, person = "bo", id = text): AnyFact {
  return { t: "chat.posted", id, person, name: person, role: "audience", text, at_ms: 1, reply_to: null };
}

export function frozenTime(): void {
  vi.useFakeTimers({ now: 1_000_000 });
}
