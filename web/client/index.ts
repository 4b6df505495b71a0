/** A realtime client for the hub, usable on its own: nothing here but the browser's WebSocket is needed. */
export { type Behaviour, Behaviours, type RoomState } from "./behaviour";
export type { Status } from "./connection";
export { Hub, type Options } from "./hub";
export type { Outcome, Pending } from "./outbox";
export type { Roster } from "./presence";
export type { Phase, Refusal, Room } from "./room";
export { Signal, Store } from "./store";
export { browserWorld, type World } from "./world";
