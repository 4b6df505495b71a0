/** One row of a list: one line while it is closed, a cell for each column when it is open. */
import type { Field, Row } from "../../client/wire";
import { Avatars, personColour } from "../../parts/avatar";
import { Icon } from "../../parts/icons";
import { t } from "../../texts";
import { agreeing } from "../../texts/agreeing";
import { FieldView } from "./field";
import type { Crew } from "./form";
import { sayValue } from "./values";

/** What a closed row says: its first answers. */
function Summary({ field, row }: { field: Field; row: Row }) {
  const said = (field.columns ?? []).flatMap((column) => {
    const value = row.cells[column.key]?.value ?? null;
    return value === null || value === false ? [] : [value === true ? column.label : sayValue({ ...column, unit: "" }, value)];
  });
  const [first, ...rest] = said;
  const disputed = Object.values(row.cells).some((register) => register.siblings.length > 0);
  return (
    <span class="grow summary clip">
      {disputed && <span class="chip warn">{t.crew.disputed}</span>}
      <strong>{first ?? t.crew.rowBlank}</strong> <span class="muted">{rest.slice(0, 5).join(" · ")}</span>
    </span>
  );
}

interface Props {
  crew: Crew;
  field: Field;
  /** The list's full key. */
  list: string;
  row: Row;
  /** Its place, from 0, and how many there are. */
  at: number;
  total: number;
  closed: boolean;
  open: boolean;
  onToggle: ((row: string) => void) | null;
  /** Puts it one place up (-1) or down (1). */
  onStep: (row: string, by: -1 | 1) => void;
  onHold: (event: PointerEvent) => void;
}

export function RowCard({ crew, field, list, row, at, total, closed, open, onToggle, onStep, onHold }: Props) {
  const number = at + 1;
  const people = crew.views.at(`${list}#${row.id}`).value;
  const first = people[0];
  const keys = (event: KeyboardEvent) => {
    const by = ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key as "ArrowUp"] as -1 | 1 | undefined;
    if (!event.altKey || !by || closed) return;
    event.preventDefault();
    onStep(row.id, by);
  };
  return (
    <li class="row-card" data-key={row.id} data-row={row.id} style={first ? { "--person": personColour(first.id) } : undefined} data-busy={people.length > 0} onKeyDown={keys}>
      <div class="row-head">
        <button type="button" class="row-handle" disabled={closed || total < 2} aria-label={agreeing().dragRow(number)} onPointerDown={onHold}>
          <Icon name="drag" />
          <span class="row-number" aria-hidden="true">
            {number}
          </span>
        </button>
        {onToggle ? (
          <button type="button" class="row-toggle" aria-expanded={open} onClick={() => onToggle(row.id)}>
            <span class="hidden">{number}</span>
            <Summary field={field} row={row} />
            <Avatars people={people} />
          </button>
        ) : (
          <span class="grow row">
            <Avatars people={people} />
          </span>
        )}
        {open && !closed && (
          <>
            <button type="button" class="icon-button" disabled={at === 0} aria-label={t.crew.moveUp(number)} onClick={() => onStep(row.id, -1)}>
              <Icon name="up" />
            </button>
            <button type="button" class="icon-button" disabled={at === total - 1} aria-label={t.crew.moveDown(number)} onClick={() => onStep(row.id, 1)}>
              <Icon name="down" />
            </button>
            <button type="button" class="icon-button" aria-label={t.crew.removeRow(number)} onClick={() => crew.removeRow(list, row, field.label)}>
              <Icon name="trash" />
            </button>
          </>
        )}
      </div>
      {open && (
        <div class="cells">
          {field.columns?.map((column) => (
            <FieldView
              key={column.key}
              crew={crew}
              field={column}
              spot={crew.views.spot({ field: list, row: row.id, column: column.key })}
              context={t.crew.rowLabel(field.label, number)}
            />
          ))}
        </div>
      )}
    </li>
  );
}
