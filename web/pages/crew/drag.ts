/** Rows that are dragged by a handle, with a mouse, a pen or a finger: the others make room as it goes. */
import type { RefObject } from "preact";

/** So close to the edge of the window, in px, the page scrolls along, so far for each move. */
const EDGE_PX = 72;
const SCROLL_PX = 14;

interface Drag {
  cards: HTMLElement[];
  from: number;
  tops: number[];
  heights: number[];
  /** Where the pointer took hold, in px of the page. */
  start: number;
}

export interface Dropped {
  row: string;
  /** The rows in front of it then and now; empty: none. */
  before: string;
  after: string;
  /** Where every row is seen, by id in px from the top of the list. */
  tops: Map<string, number>;
}

const rowId = (card: HTMLElement | undefined): string => card?.dataset["row"] ?? "";

/** How far the dragged row is from where it was, in px. */
const away = (drag: Drag, event: PointerEvent): number => event.clientY + scrollY - drag.start;

/** The place that a row dragged by `dy` px would take: so many others have their middle above its own. */
export function placeAt({ from, tops, heights }: Pick<Drag, "from" | "tops" | "heights">, dy: number): number {
  const middle = (at: number) => (tops[at] ?? 0) + (heights[at] ?? 0) / 2;
  const mine = middle(from) + dy;
  return tops.filter((_, at) => at !== from && (at < from ? middle(at) <= mine : middle(at) < mine)).length;
}

function shift(drag: Drag, to: number, at: number): number {
  const step = (drag.heights[drag.from] ?? 0) + gap(drag);
  if (at > drag.from && at <= to) return -step;
  return at < drag.from && at >= to ? step : 0;
}

const gap = ({ tops, heights }: Drag): number => Math.max(0, (tops[1] ?? 0) - (tops[0] ?? 0) - (heights[0] ?? 0));

function show(drag: Drag, to: number, dy: number): void {
  drag.cards.forEach((card, at) => {
    const by = at === drag.from ? dy : shift(drag, to, at);
    card.style.transform = by ? `translateY(${by}px)` : "";
  });
}

function scrollAlong(event: PointerEvent): void {
  if (event.clientY < EDGE_PX) scrollBy(0, -SCROLL_PX);
  else if (event.clientY > innerHeight - EDGE_PX) scrollBy(0, SCROLL_PX);
}

/** Starts with a pointer that went down on a handle; `drop` hears where the row was let go. */
export function drag(list: RefObject<HTMLElement | null>, event: PointerEvent, drop: (dropped: Dropped) => void): void {
  const handle = event.currentTarget as HTMLElement;
  const card = handle.closest<HTMLElement>("[data-row]");
  if (event.button !== 0 || !card || !list.current) return;
  const cards = [...list.current.querySelectorAll<HTMLElement>("[data-row]")];
  const held: Drag = {
    cards,
    from: cards.indexOf(card),
    tops: cards.map((one) => one.offsetTop),
    heights: cards.map((one) => one.offsetHeight),
    start: event.clientY + scrollY,
  };
  const over = new AbortController();
  let to = held.from;
  let dy = 0;
  const end = () => {
    over.abort();
    list.current?.classList.remove("dragging");
    card.classList.remove("held");
    show(held, held.from, 0);
  };
  const move = (now: PointerEvent) => {
    scrollAlong(now);
    dy = away(held, now);
    to = placeAt(held, dy);
    show(held, to, dy);
  };
  const letGo = () => {
    const tops = new Map(cards.map((one, at) => [rowId(one), (held.tops[at] ?? 0) + (at === held.from ? dy : shift(held, to, at))]));
    const others = cards.filter((one) => one !== card);
    end();
    if (to !== held.from) drop({ row: rowId(card), before: rowId(cards[held.from - 1]), after: rowId(others[to - 1]), tops });
  };
  handle.setPointerCapture(event.pointerId);
  list.current.classList.add("dragging");
  card.classList.add("held");
  const { signal } = over;
  handle.addEventListener("pointermove", move, { signal });
  handle.addEventListener("pointerup", letGo, { signal });
  handle.addEventListener("pointercancel", end, { signal });
  addEventListener("keydown", (key) => key.key === "Escape" && end(), { signal });
}
