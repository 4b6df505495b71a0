/** The day as a line that moves while people edit: to scale, past midnight, and with what clashes. */
import "./timeline.css";
import { useRef } from "preact/hooks";
import type { Field, Form, Row } from "../../client/wire";
import { useFlip } from "../../parts/flip";
import { Icon } from "../../parts/icons";
import { locale, t } from "../../texts";
import { layout, ownTime, type Layout, type Slot } from "./schedule";

interface Props {
  field: Field;
  rows: readonly Row[];
  /** For the day and the zone of the show. */
  form?: Form;
}

const textIn = (form: Form | undefined, key: string): string => {
  const value = form?.fields[key]?.value;
  return typeof value === "string" ? value : "";
};

/** To the row that an item stands for. */
function goTo(id: string): void {
  const card = document.querySelector<HTMLElement>(`[data-row="${id}"]`);
  card?.scrollIntoView({ block: "center" });
  card?.querySelector<HTMLElement>("[data-control], button")?.focus();
}

/** Up and down the day; enter goes to the row. */
function walk(event: KeyboardEvent): void {
  const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (by === 0 || !(event.currentTarget instanceof HTMLElement)) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("button")];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  const next = stops[at + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

export function TimeLine({ field, rows, form }: Props) {
  const list = useRef<HTMLOListElement>(null);
  useFlip(list);
  if (!field.columns?.some((column) => column.key === "start")) return null;
  const day = layout(rows);
  if (day.slots.length < 2) return null;
  const zone = textIn(form, "show.timezone");
  const date = textIn(form, "show.date");
  return (
    <div class="timeline">
      {zone && <p class="small muted">{t.crew.schedule.zone(zone)}</p>}
      <ol ref={list} aria-label={t.crew.timeline} onKeyDown={walk}>
        {day.slots.map((slot, at) => (
          <Item key={slot.id} slot={slot} day={day} before={day.slots[at - 1]} own={ownTime(date, slot.start, zone, locale)} />
        ))}
      </ol>
    </div>
  );
}

function Item({ slot, day, before, own }: { slot: Slot; day: Layout; before: Slot | undefined; own: string }) {
  const span = day.last - day.first;
  const percent = (of: number) => `${(of / span) * 100}%`;
  const says = slot.clashes.map(({ with: other, reason }) => {
    const label = day.slots.find((each) => each.id === other)?.label ?? "";
    return t.crew.schedule[reason](label);
  });
  const midnight = slot.day > (before?.day ?? 0);
  return (
    <li data-key={slot.id} class={says.length > 0 ? "clashes" : undefined}>
      {midnight && <p class="midnight small">{t.crew.schedule.midnight(slot.day)}</p>}
      {slot.changeover !== null && <p class="small muted between">{t.crew.schedule.changeover(slot.changeover)}</p>}
      <button type="button" class="slot" onClick={() => goTo(slot.id)}>
        <time title={own ? t.crew.schedule.own(own) : undefined}>
          {slot.time}
          {slot.day > 0 && <sup>+{slot.day}</sup>}
          {own && <span class="hidden">, {t.crew.schedule.own(own)}</span>}
        </time>
        <span class="grow clip">{slot.label}</span>
        <span class="bar" aria-hidden="true">
          <i class={slot.open ? "open" : undefined} style={{ left: percent(slot.start - day.first), width: `max(6px, ${percent(slot.end - slot.start)})` }} />
        </span>
        {slot.open && <span class="hidden">{t.crew.schedule.noEnd}</span>}
      </button>
      {says.map((say) => (
        <p class="small clash" key={say}>
          <Icon name="warning" />
          {say}
        </p>
      ))}
    </li>
  );
}
