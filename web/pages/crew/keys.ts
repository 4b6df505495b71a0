/** The keys of the whole form: undo, redo, print. */
import { useEffect } from "preact/hooks";
import type { Crew } from "./form";
import { print } from "./papers";

/** Where typing has an undo of its own: notes and the chat always, a control while what is in it is not saved. */
function undoesItself(crew: Crew, target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.matches("[data-chat]") || (target.matches("[data-control]") && crew.typing);
}

const wayOf = (event: KeyboardEvent): "undo" | "redo" | "print" | null => {
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? "redo" : "undo";
  if (key === "y") return "redo";
  return key === "p" ? "print" : null;
};

export function useKeys(crew: Crew): void {
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
      const way = wayOf(event);
      if (!way || (way !== "print" && undoesItself(crew, event.target))) return;
      event.preventDefault();
      if (way === "print") void print(crew.session, "advance");
      else crew[way]();
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, [crew]);
}
