/** The queue: the locked part set apart, then everybody who waits. Drag, or use the keys. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { announce } from "../../parts/announce";
import { useFlip } from "../../parts/flip";
import { Icon } from "../../parts/icons";
import { t } from "../../texts";
import type { Desk } from "./desk";
import { QueueRow } from "./row";

/** Dragging by pointer: which row moves, and before which it would land ("" for last). */
function useDrag(desk: Desk) {
  const drag = useSignal<{ id: string; before: string | null } | null>(null);
  const start = (id: string, event: PointerEvent) => {
    event.preventDefault();
    const handle = event.currentTarget as HTMLElement;
    handle.setPointerCapture(event.pointerId);
    drag.value = { id, before: null };
    const over = (move: PointerEvent) => {
      const rows = [...document.querySelectorAll<HTMLElement>("[data-waiting]")];
      const row = rows.find((one) => move.clientY < one.getBoundingClientRect().top + one.offsetHeight / 2);
      drag.value = { id, before: row?.dataset["waiting"] ?? null };
    };
    const end = (up: PointerEvent) => {
      handle.removeEventListener("pointermove", over);
      handle.removeEventListener("pointerup", end);
      handle.removeEventListener("pointercancel", end);
      if (up.type === "pointerup" && drag.value) desk.move(drag.value.id, drag.value.before);
      drag.value = null;
    };
    handle.addEventListener("pointermove", over);
    handle.addEventListener("pointerup", end);
    handle.addEventListener("pointercancel", end);
  };
  return { drag, start };
}

export function QueueColumn({ desk, onAdd }: { desk: Desk; onAdd: () => void }) {
  const { up_next, waiting } = desk.queue.value;
  const list = useRef<HTMLDivElement>(null);
  const { drag, start } = useDrag(desk);
  useFlip(list);
  const chosen = desk.chosen.value;
  useEffect(() => {
    const entry = desk.entry(chosen);
    if (!entry) return;
    announce(`${entry.title}, ${entry.name}`);
    document.getElementById(`row-${chosen}`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <section class="column queue" aria-label={t.desk.queue}>
      <div class="row column-head">
        <h2 class="grow">{t.desk.queue}</h2>
        <button type="button" class="button" onClick={onAdd}>
          <Icon name="add" />
          {t.desk.add}
        </button>
      </div>
      <div class="queue-lists" ref={list}>
        <div class="locked">
          <h3 class="row">
            <Icon name="lock" />
            {t.desk.locked}
          </h3>
          {up_next.length === 0 && <p class="muted small">{t.desk.lockedEmpty}</p>}
          <ol>
            {up_next.map((id, place) => (
              <QueueRow key={id} desk={desk} id={id} place={place + 1} locked />
            ))}
          </ol>
        </div>
        <h3 class="row waiting-head">
          <span class="grow">{t.desk.waiting}</span>
          <span>{t.floor.queueCount(waiting.length)}</span>
        </h3>
        {waiting.length === 0 && (
          <div class="empty">
            <Icon name="note" />
            <strong>{t.desk.waitingEmpty}</strong>
            <span>{t.desk.waitingEmptySay}</span>
          </div>
        )}
        <ol>
          {waiting.map((id, place) => (
            <QueueRow
              key={id}
              desk={desk}
              id={id}
              place={up_next.length + place + 1}
              dragged={drag.value?.id === id}
              dropBefore={drag.value !== null && drag.value.before === id && drag.value.id !== id}
              onDrag={(event) => start(id, event)}
            />
          ))}
          {drag.value?.before === null && <li class="drop-line" aria-hidden="true" />}
        </ol>
      </div>
    </section>
  );
}
