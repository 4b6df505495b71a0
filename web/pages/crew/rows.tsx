/** A list of the form: its rows, each a card of cells, and how to add, move and remove one. */
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { standing } from "../../client/folds/rows";
import type { Field, Form, Row } from "../../client/wire";
import { Avatars } from "../../parts/avatar";
import { useFlip } from "../../parts/flip";
import { Icon } from "../../parts/icons";
import { Problem } from "../../parts/problem";
import { t } from "../../texts";
import { LockButton, LockedBy, sideName } from "./field";
import type { Crew } from "./form";
import { RowCard } from "./row";
import { TimeLine } from "./timeline";

interface Props {
  crew: Crew;
  form: Form;
  field: Field;
  /** The list's full key. */
  list: string;
  /** The section is called like it, so that its heading says it already. */
  heads?: boolean;
}

/** How much of a guest list's allotment is taken: each guest and who comes along. */
function Allotment({ form, list, rows }: { form: Form; list: string; rows: readonly Row[] }) {
  const allotment = form.fields[`${list.split(".")[0] ?? ""}.allotment`]?.value;
  if (typeof allotment !== "number") return null;
  const used = rows.reduce((sum, row) => sum + 1 + Number(row.cells["plus"]?.value ?? 0), 0);
  return <span class={used > allotment ? "chip bad" : "chip"}>{t.crew.guests(used, allotment)}</span>;
}

/** From so many columns on, a row is one line until it is opened. */
const FOLDED_FROM = 5;

export function RowsView(props: Props) {
  const { crew, form, field, list, heads = false } = props;
  const heading = useId();
  const rows = standing(form.lists[list] ?? {});
  const lock = form.locks[list];
  const locked = lock?.on ?? false;
  const box = useRef<HTMLOListElement>(null);
  const added = useSignal("");
  const opened = useSignal<readonly string[]>([]);
  const folds = (field.columns?.length ?? 0) >= FOLDED_FROM;
  const toggle = (row: string) => {
    opened.value = opened.value.includes(row) ? opened.value.filter((one) => one !== row) : [...opened.value, row];
  };
  const add = () => {
    const row = crew.addRow(list, rows.at(-1)?.id ?? "");
    opened.value = [...opened.value, row];
    added.value = row;
  };
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
        <h3 id={heading} class={heads ? "hidden" : undefined}>
          {field.label}
        </h3>
        {field.answers && field.answers !== "both" && <span class="side-chip">{sideName(field.answers)}</span>}
        <span class="grow" />
        {people.length > 0 && <Avatars people={people} />}
        <Allotment form={form} list={list} rows={rows} />
        <LockButton crew={crew} place={{ field: list }} field={field} form={form} />
      </div>
      {locked && lock && <LockedBy by={lock.by === crew.me ? t.you : lock.name} />}
      <TimeLine field={field} rows={rows} />
      {rows.length === 0 && <p class="muted rows-empty">{t.crew.rowsEmpty(field.label)}</p>}
      <ol class="rows" ref={box}>
        {rows.map((row, at) => (
          <RowCard
            key={row.id}
            {...props}
            rows={rows}
            at={at}
            locked={locked || crew.looking}
            open={!folds || opened.value.includes(row.id)}
            onToggle={folds ? () => toggle(row.id) : null}
          />
        ))}
      </ol>
      <Problem text={crew.spot({ field: list }).problem.value} />
      <button
        type="button"
        class="button"
        data-control
        disabled={locked || crew.looking}
        aria-label={t.crew.add(field.label)}
        onClick={add}
        onFocus={() => crew.enter({ field: list })}
      >
        <Icon name="add" />
        {t.crew.addRow}
      </button>
    </section>
  );
}
