/** One row of a list: one line while it is closed, a cell for each column when it is open. */
import type { Field, Form, Row } from "../../client/wire";
import { Avatars, personColour } from "../../parts/avatar";
import { Icon } from "../../parts/icons";
import { t } from "../../texts";
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
  form: Form;
  field: Field;
  /** The list's full key. */
  list: string;
  rows: readonly Row[];
  at: number;
  locked: boolean;
  open: boolean;
  onToggle: (() => void) | null;
}

export function RowCard({ crew, form, field, list, rows, at, locked, open, onToggle }: Props) {
  const row = rows[at];
  if (!row) return null;
  const number = at + 1;
  const people = crew.others({ field: list, row: row.id });
  const first = people[0];
  return (
    <li class="row-card" data-key={row.id} data-row={row.id} style={first ? { "--person": personColour(first.id) } : undefined} data-busy={people.length > 0}>
      <div class="row-head">
        {onToggle ? (
          <button type="button" class="row-toggle" aria-expanded={open} onClick={onToggle}>
            <span class="row-number">{number}</span>
            <Summary field={field} row={row} />
            <Avatars people={people} />
          </button>
        ) : (
          <span class="grow row">
            <span class="row-number">{number}</span>
            <Avatars people={people} />
          </span>
        )}
        {open && (
          <>
            <button type="button" class="icon-button" disabled={locked || at === 0} aria-label={t.crew.moveUp(number)} onClick={() => crew.moveRow(list, row.id, rows[at - 2]?.id ?? "")}>
              <Icon name="up" />
            </button>
            <button
              type="button"
              class="icon-button"
              disabled={locked || at === rows.length - 1}
              aria-label={t.crew.moveDown(number)}
              onClick={() => crew.moveRow(list, row.id, rows[at + 1]?.id ?? "")}
            >
              <Icon name="down" />
            </button>
            <button type="button" class="icon-button" disabled={locked} aria-label={t.crew.removeRow(number)} onClick={() => crew.removeRow(list, row, field.label)}>
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
              form={form}
              field={column}
              place={{ field: list, row: row.id, column: column.key }}
              context={t.crew.rowLabel(field.label, number)}
            />
          ))}
        </div>
      )}
    </li>
  );
}
