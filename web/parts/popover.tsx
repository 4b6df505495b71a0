/** A small card at what opened it; on a phone it comes up from the foot. Outside, or Escape, closes it. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

const EDGE_PX = 8;
const PHONE = "(max-width: 719px)";

interface Props {
  label: string;
  role: "menu" | "dialog";
  at: HTMLElement;
  onClose: () => void;
  children: ComponentChildren;
}

/** Below what opened it, or above where there is no room; never beyond the edge of the window. */
function place(card: HTMLElement, at: HTMLElement): void {
  if (matchMedia(PHONE).matches) return;
  const from = at.getBoundingClientRect();
  const below = from.bottom + 6;
  const fits = below + card.offsetHeight <= innerHeight - EDGE_PX;
  const top = fits ? below : Math.max(EDGE_PX, from.top - card.offsetHeight - 6);
  card.style.top = `${top}px`;
  card.style.left = `${Math.max(EDGE_PX, Math.min(from.left, innerWidth - card.offsetWidth - EDGE_PX))}px`;
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** The arrows, Home and End walk through what a menu offers. */
function walk(event: KeyboardEvent): void {
  const card = event.currentTarget as HTMLElement;
  const items = [...card.querySelectorAll<HTMLElement>("[role^=menuitem]:not(:disabled)")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const step = STEPS[event.key];
  const next = step ? items[(at + step + items.length) % items.length] : { Home: items[0], End: items.at(-1) }[event.key];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

export function Popover({ label, role, at, onClose, children }: Props) {
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const shown = card.current;
    if (!shown) return;
    shown.showPopover();
    place(shown, at);
    (shown.querySelector<HTMLElement>("[aria-checked=true]") ?? shown.querySelector<HTMLElement>("button, input"))?.focus();
    const moved = () => place(shown, at);
    addEventListener("resize", moved);
    return () => {
      removeEventListener("resize", moved);
      // whoever worked the menu goes on where it was opened
      if (document.activeElement === document.body || shown.contains(document.activeElement)) at.focus({ preventScroll: true });
    };
  }, [at]);
  return (
    <div
      ref={card}
      class="popover"
      popover="auto"
      role={role}
      aria-label={label}
      onToggle={(event) => event.newState === "closed" && onClose()}
      onKeyDown={role === "menu" ? walk : undefined}
    >
      {children}
    </div>
  );
}
