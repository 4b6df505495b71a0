/** The desk's keys. They rest while somebody types or a dialog is open. */
import type { Desk } from "./desk";

export interface Extra {
  add: () => void;
  help: () => void;
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.matches("input, textarea, select") || target.isContentEditable);
}

export function onKey(event: KeyboardEvent, desk: Desk, extra: Extra): void {
  if (event.ctrlKey || event.metaKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  const run = actionFor(event, desk, extra);
  if (run === undefined) return;
  event.preventDefault();
  run();
}

function actionFor(event: KeyboardEvent, desk: Desk, extra: Extra): (() => void) | undefined {
  const id = desk.chosen.value;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.altKey) return { ArrowUp: () => desk.shift(id, -1), ArrowDown: () => desk.shift(id, 1) }[key];
  const plain: Record<string, () => void> = {
    ArrowUp: () => desk.choose(-1),
    ArrowDown: () => desk.choose(1),
    n: () => desk.play(),
    f: () => desk.finish(),
    c: () => desk.callUp(id || (desk.queue.value.waiting[0] ?? "")),
    h: () => desk.hold(id),
    x: () => desk.skip(id),
    d: () => desk.withdraw(id),
    Delete: () => desk.withdraw(id),
    u: () => desk.undo(),
    a: extra.add,
    "?": extra.help,
    m: () => document.querySelector<HTMLElement>("[data-chat]")?.focus(),
    Escape: () => (desk.chosen.value = ""),
  };
  return plain[key];
}
