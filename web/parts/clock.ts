/** The time of day as a signal, for what counts up or down; it rests while the page is hidden. */
import { signal } from "@preact/signals";

export const now = signal(Date.now());
/** The same in steps of ten seconds, for "12 s ago" and waits. */
export const slowNow = signal(Date.now());

export function startClock(): void {
  setInterval(() => {
    if (document.visibilityState === "hidden") return;
    now.value = Date.now();
    if (now.value - slowNow.value >= 10_000) slowNow.value = now.value;
  }, 1000);
}
