/** How long to wait before coming back, and whether to come back at all. */

export const BASE_MS = 500;
export const CAP_MS = 15_000;

/** Full jitter: anything from 0 to a limit that doubles with each attempt (0, 1, 2 ...), at most `CAP_MS`. */
export function jitter(attempt: number, random: number): number {
  return Math.round(random * Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempt, 10)));
}

/** 4500-4999 mean that coming back would change nothing; every other code may pass. */
export function isFinal(closeCode: number): boolean {
  return closeCode >= 4500 && closeCode <= 4999;
}
