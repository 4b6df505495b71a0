/** Short names for the generated wire types: pick a command, fact or notice by its tag. */
import type { AnyCommand, AnyFact, AnyNotice } from "./wire";

export type CommandOf<T extends AnyCommand["t"]> = Extract<AnyCommand, { t: T }>;
export type FactOf<T extends AnyFact["t"]> = Extract<AnyFact, { t: T }>;
export type NoticeOf<T extends AnyNotice["t"]> = Extract<AnyNotice, { t: T }>;
