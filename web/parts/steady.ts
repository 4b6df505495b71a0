/** A computed signal that stays the same value while what it says is the same, so that nothing is rendered again. */
import { computed, type ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";

/** `read` gives plain data: it is compared as JSON. */
export function steady<T>(read: () => T): ReadonlySignal<T> {
  let last: { text: string; value: T } | null = null;
  return computed(() => {
    const value = read();
    const text = JSON.stringify(value);
    if (last?.text !== text) last = { text, value };
    return last.value;
  });
}

/** The same for one component; what `read` uses besides signals is named in `about`. */
export const useSteady = <T>(read: () => T, about: readonly unknown[]): T => useMemo(() => steady(read), about as unknown[]).value;
