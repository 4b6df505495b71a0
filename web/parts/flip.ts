/** Rows that change places glide there: first, last, invert, play. */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

const GLIDE_MS = 240;
const STILL = "(prefers-reduced-motion: reduce)";

/**
 * Watches the children of `list` that have a `data-key`; call it in every render of the list.
 *
 * Returns a function that says where rows are seen now, by key in px from the top of the list, when something else has
 * moved them: they glide on from there.
 */
export function useFlip(list: RefObject<HTMLElement | null>): (tops: ReadonlyMap<string, number>) => void {
  const before = useRef(new Map<string, number>());
  useLayoutEffect(() => {
    const tops = new Map<string, number>();
    const still = matchMedia(STILL).matches;
    for (const row of list.current?.querySelectorAll<HTMLElement>("[data-key]") ?? []) {
      const key = row.dataset["key"] ?? "";
      tops.set(key, row.offsetTop);
      const was = before.current.get(key);
      if (still || before.current.size === 0) continue;
      if (was === undefined) row.animate([{ opacity: 0 }, { opacity: 1 }], GLIDE_MS);
      else if (was !== row.offsetTop) {
        const from = `translateY(${was - row.offsetTop}px)`;
        row.animate([{ transform: from }, { transform: "none" }], { duration: GLIDE_MS, easing: "cubic-bezier(.2,.8,.2,1)" });
      }
    }
    before.current = tops;
  });
  return (tops) => (before.current = new Map([...before.current, ...tops]));
}
