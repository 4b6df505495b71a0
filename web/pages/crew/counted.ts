/** Counts what is rendered, for whoever gave the page something to count with; see tests/browser/test_crew_quick.py. */
declare global {
  // a test puts it there before the page runs
  var hubRendered: ((what: string) => void) | undefined;
}

export function rendered(what: string): void {
  globalThis.hubRendered?.(what);
}
