/** The client: one connection, the rooms on it. `new Hub({...}).start()` is all a page needs. */
import { Behaviours } from "./behaviour";
import { Connection, type Status } from "./connection";
import { GAP } from "./replica";
import { Room } from "./room";
import { Store } from "./store";
import type { Hello, ServerFrame } from "./wire";
import type { World } from "./world";

export interface Options {
  /** The socket's address, `wss://host/ws`. */
  url: string;
  /** The grant that opens the rooms. */
  token: string;
  /** Room ids such as `floor/demo`; at most 8. */
  rooms: readonly string[];
  /** Another grant for the same person and rooms; asked for shortly before the one in use ends. */
  fresh?: (() => Promise<string>) | undefined;
  behaviours: Behaviours;
  world: World;
}

export class Hub {
  readonly status = new Store<Status>({ kind: "connecting" });
  readonly rooms: readonly Room[];
  private readonly connection: Connection;
  private awaited = new Set<string>();
  private token: string;

  constructor(private readonly options: Options) {
    this.token = options.token;
    const { world, url, behaviours, rooms } = options;
    this.connection = new Connection(world, url, {
      hello: () => this.hello(),
      frame: (frame) => this.hear(frame),
      status: (status) => this.status.set(status),
      lost: () => this.rooms.forEach((room) => room.lost()),
    });
    this.rooms = rooms.map((id) => new Room(id, behaviours, world, (frame) => this.connection.send(frame)));
  }

  start(): void {
    this.connection.start();
  }

  stop(): void {
    this.connection.stop();
  }

  /** Come back with another grant: the old one has expired, or the person goes by another name now. */
  use(token: string): void {
    this.token = token;
    this.connection.start();
  }

  private hello(): Hello {
    this.awaited = new Set(this.options.rooms);
    return { t: "hello", token: this.token, rooms: this.rooms.map((room) => room.seen) };
  }

  private hear(frame: ServerFrame): void {
    if (frame.t === "ack") this.rooms.forEach((room) => room.acked(frame));
    else if (frame.t === "fail") this.failed(frame);
    else if (frame.t === "expiring") void this.refresh();
    else if (frame.t !== "ping" && frame.t !== "refreshed") this.room(frame);
  }

  /** Stay with another grant. Where none can be had the socket ends with the old one, and its page is told. */
  private async refresh(): Promise<void> {
    const token = await this.options.fresh?.().catch(() => undefined);
    if (token === undefined) return;
    this.token = token;
    if (this.status.get().kind === "live") this.connection.send({ t: "refresh", token });
  }

  private room(frame: Exclude<ServerFrame, { t: "ack" | "fail" | "ping" | "expiring" | "refreshed" }>): void {
    const room = this.rooms.find((one) => one.id === frame.room);
    if (room?.hear(frame) === GAP) {
      this.connection.again(0);
      return;
    }
    if (frame.t === "welcome") this.arrived(frame.room);
  }

  private failed(frame: Extract<ServerFrame, { t: "fail" }>): void {
    if (frame.id) {
      this.rooms.forEach((room) => room.failed(frame));
      return;
    }
    const room = this.rooms.find((one) => one.id === frame.room);
    if (room === undefined) return;
    if (frame.retry) {
      this.connection.again(frame.retry_after_ms ?? 0);
      return;
    }
    room.shut(frame);
    if (this.rooms.every((one) => one.phase.get().kind === "refused")) this.connection.end(frame.code, frame.say);
    else this.arrived(room.id);
  }

  private arrived(room: string): void {
    this.awaited.delete(room);
    if (this.awaited.size === 0) this.connection.welcomed();
  }
}
