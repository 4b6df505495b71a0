/** What the hub answers to a question, kept fresh: it is asked again when the person or the network comes back. */
import { type ReadonlySignal, type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ask, Refused } from "./api";

export interface Loaded<T> {
  /** Null until the first answer. */
  value: Signal<T | null>;
  problem: ReadonlySignal<Refused | null>;
  reload: () => Promise<void>;
}

const FRESH_MS = 20_000;

/** Asks at once and whenever `path` changes; null asks nothing. */
export function useLoaded<T>(path: string | null): Loaded<T> {
  const value = useSignal<T | null>(null);
  const problem = useSignal<Refused | null>(null);
  const last = useRef({ path, at: 0 });
  const reload = async () => {
    if (path === null) return;
    last.current = { path, at: Date.now() };
    try {
      const found = await ask<T>("GET", path);
      // an answer that was overtaken by another question is not shown
      if (last.current.path !== path) return;
      value.value = found;
      problem.value = null;
    } catch (error) {
      problem.value = error instanceof Refused ? error : new Refused("", "");
    }
  };
  useEffect(() => {
    last.current = { path, at: 0 };
    void reload();
    const back = () => {
      if (document.visibilityState === "visible" && Date.now() - last.current.at > FRESH_MS) void reload();
    };
    const online = () => void reload();
    document.addEventListener("visibilitychange", back);
    addEventListener("online", online);
    return () => {
      document.removeEventListener("visibilitychange", back);
      removeEventListener("online", online);
    };
  }, [path]);
  return { value, problem, reload };
}

interface Page<T> {
  cursor: string | null;
  [key: string]: T[] | string | null | undefined;
}

const rowsOf = <T>(page: Page<T> | null, key: string): readonly T[] | null => {
  const rows = page?.[key];
  return Array.isArray(rows) ? rows : null;
};

export interface List<T> {
  rows: readonly T[] | null;
  problem: ReadonlySignal<Refused | null>;
  /** Whether there are rows after these. */
  more: boolean;
  next: () => Promise<void>;
  reload: () => Promise<void>;
}

/** A list that comes in pages; `key` is what the hub calls its rows. */
export function useList<T>(path: string | null, key: string): List<T> {
  const { value, problem, reload } = useLoaded<Page<T>>(path);
  const next = async () => {
    const before = value.value;
    if (!before?.cursor || path === null) return;
    const page = await ask<Page<T>>("GET", `${path}${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(before.cursor)}`);
    value.value = { ...page, [key]: [...(rowsOf(before, key) ?? []), ...(rowsOf(page, key) ?? [])] };
  };
  return { rows: rowsOf(value.value, key), problem, more: Boolean(value.value?.cursor), next, reload };
}
