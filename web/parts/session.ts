/** A page's room as signals: what the client knows, ready to be shown. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { type Behaviours, browserWorld, Hub, type Pending, type Phase, type Room, type RoomState, type Roster, type Status, type Store } from "../client";
import type { Actor } from "../client/wire";

export interface Session {
  room: Room;
  token: ReadonlySignal<string>;
  status: ReadonlySignal<Status>;
  state: ReadonlySignal<RoomState>;
  you: ReadonlySignal<Actor | null>;
  here: ReadonlySignal<Roster>;
  waiting: ReadonlySignal<readonly Pending[]>;
  phase: ReadonlySignal<Phase>;
  /** Come back with another grant. */
  use(token: string): void;
}

function followed<T>(store: Store<T>): ReadonlySignal<T> {
  const shown = signal(store.get());
  store.watch((value) => (shown.value = value));
  return shown;
}

const socketUrl = () => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`;

/** Opens the room and keeps it open, beyond the end of the grant where `fresh` brings another. */
export function openSession(roomId: string, grant: string, behaviours: Behaviours, fresh?: () => Promise<string>): Session {
  const hub = new Hub({ url: socketUrl(), token: grant, rooms: [roomId], behaviours, world: browserWorld(), fresh });
  const [room] = hub.rooms as [Room];
  const token = signal(grant);
  hub.start();
  // what is held back for an undo is not lost with the page
  addEventListener("pagehide", () => room.release());
  return {
    room,
    token,
    status: followed(hub.status),
    state: followed(room.state),
    you: followed(room.you),
    here: followed(room.here),
    waiting: followed(room.waiting),
    phase: followed(room.phase),
    use: (next) => {
      token.value = next;
      hub.use(next);
    },
  };
}
