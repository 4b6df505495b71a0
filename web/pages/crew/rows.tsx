/** A list of the form: its rows, each a card of cells, and how to add, move and remove one. */
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { standing } from "../../client/folds/rows";
import type { Field, Form, Row } from "../../client/wire";
import { Avatars, personColour } from "../../parts/avatar";
import { useFlip } from "../../parts/flip";
import { Icon } from "../../parts/icons";
import { Problem } from "../../parts/problem";
import { t } from "../../texts";
import { FieldView, sideName } from "./field";
import type { Crew } from "./form";
import { TimeLine } from "./timeline";

interface Props {
  crew: Crew;
  form: Form;
  field: Field;
  /** The list's full key. */
  list: string;
}

/** How much of a guest list's allotment is taken: each guest and who comes along. */
function Allotment({ form, list, rows }: { form: Form; list: string; rows: readonly Row[] }) {
  const allotment = form.fields[`${list.split(".")[0] ?? ""}.allotment`]?.value;
  if (typeof allotment !== "number") return null;
  const used = rows.reduce((sum, row) => sum + 1 + Number(row.cells["plus"]?.value ?? 0), 0);
  return <span class={used > allotment ? "chip bad" : "chip"}>{t.crew.guests(used, allotment)}</span>;
}

function RowCard({ crew, form, field, list, rows, at, locked }: Props & { rows: readonly Row[]; at: number; locked: boolean }) {
  const row = rows[at];
  if (!row) return null;
  const number = at + 1;
  const people = crew.others({ field: list, row: row.id });
  const first = people[0];
  return (
    <li class="row-card" data-key={row.id} data-row={row.id} style={first ? { "--person": personColour(first.id) } : undefined} data-busy={people.length > 0}>
      <div class="row-head">
        <span class="row-number">{number}</span>
        <span class="grow">{people.length > 0 && <Avatars people={people} />}</span>
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
      </div>
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
    </li>
  );
}

export function RowsView(props: Props) {
  const { crew, form, field, list } = props;
  const heading = useId();
  const rows = standing(form.lists[list] ?? {});
  const lock = form.locks[list];
  const locked = lock?.on ?? false;
  const box = useRef<HTMLOListElement>(null);
  const added = useSignal("");
  useFlip(box);
  useEffect(() => {
    if (!added.value) return;
    box.current?.querySelector<HTMLElement>(`[data-row="${added.value}"] [data-control]`)?.focus();
    added.value = "";
  }, [added.value]);
  const people = crew.others({ field: list });
  return (
    <section class="list" aria-labelledby={heading} data-field={list}>
      <div class="field-head">
        <h3 id={heading}>{field.label}</h3>
        {field.answers && field.answers !== "both" && <span class="side-chip">{sideName(field.answers)}</span>}
        <span class="grow" />
        {people.length > 0 && <Avatars people={people} />}
        <Allotment form={form} list={list} rows={rows} />
        {crew.session.you.value?.role !== "guest" && (
          <button type="button" class={locked ? "icon-button lock on" : "icon-button lock"} aria-label={locked ? t.crew.unlock(field.label) : t.crew.lock(field.label)} aria-pressed={locked} onClick={() => crew.lock(list, !locked)}>
            <Icon name={locked ? "lock" : "unlock"} />
          </button>
        )}
      </div>
      {locked && lock && (
        <p class="row small muted">
          <Icon name="lock" />
          {t.crew.lockedBy(lock.by === crew.me ? t.you : lock.name)}
        </p>
      )}
      <TimeLine field={field} rows={rows} />
      {rows.length === 0 && <p class="muted rows-empty">{t.crew.rowsEmpty(field.label)}</p>}
      <ol class="rows" ref={box}>
        {rows.map((row, at) => (
          <RowCard key={row.id} {...props} rows={rows} at={at} locked={locked} />
        ))}
      </ol>
      <Problem text={crew.spot({ field: list }).problem.value} />
      <button
        type="button"
        class="button"
        data-control
        disabled={locked}
        aria-label={t.crew.add(field.label)}
        onClick={() => (added.value = crew.addRow(list, rows.at(-1)?.id ?? ""))}
        onFocus={() => crew.enter({ field: list })}
      >
        <Icon name="add" />
        {t.crew.addRow}
      </button>
    </section>
  );
}
