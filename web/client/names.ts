/** Short names for the generated wire types: pick a command or fact by its tag. */
import type { AnyCommand, AnyFact } from "./wire";

export type CommandOf<T extends AnyCommand["t"]> = Extract<AnyCommand, { t: T }>;
export type FactOf<T extends AnyFact["t"]> = Extract<AnyFact, { t: T }>;
