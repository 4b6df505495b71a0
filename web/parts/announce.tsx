/** One polite voice for a page: what comes quickly after another is said together, so that it does not chatter. */
import { signal } from "@preact/signals";

const spoken = signal("");
let queued: string[] = [];
let timer: ReturnType<typeof setTimeout> | null = null;

const GATHER_MS = 700;

export function announce(sentence: string): void {
  queued = [...queued.filter((one) => one !== sentence), sentence].slice(-3);
  timer ??= setTimeout(() => {
    spoken.value = queued.join(" ");
    queued = [];
    timer = null;
  }, GATHER_MS);
}

/** Where the voice comes from; each page has exactly one. */
export function Voice() {
  return (
    <div class="hidden" role="status" aria-live="polite">
      {spoken}
    </div>
  );
}
