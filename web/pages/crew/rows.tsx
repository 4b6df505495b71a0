/** A list of the form: its rows, each a card of cells, and how to add, move and remove one. */
import { useComputed, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useId, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { standing } from "../../client/folds/rows";
import type { Field, Row } from "../../client/wire";
import { announce } from "../../parts/announce";
import { useFlip } from "../../parts/flip";
import { Icon } from "../../parts/icons";
import { Problem } from "../../parts/problem";
import { t } from "../../texts";
import { agreeing } from "../../texts/agreeing";
import { drag, type Dropped } from "./drag";
import { Checked, InField, LockedBy, SideChip } from "./field";
import { FilesAt } from "./files";
import type { Crew } from "./form";
import { ListButton } from "./list_button";
import { MarkButton } from "./mark";
import { RowCard } from "./row";
import { ThreadButton } from "./thread";
import { TimeLine } from "./timeline";
import { sectionOf } from "./views";

interface Props {
  crew: Crew;
  field: Field;
  /** The list's full key. */
  list: string;
  /** The section is called like it, so that its heading says it already. */
  heads?: boolean;
}

/** How much of a guest list's allotment is taken: each guest and who comes along. */
function Allotment({ crew, list, rows }: { crew: Crew; list: string; rows: readonly Row[] }) {
  const allotment = useComputed(() => crew.views.form.value?.fields[`${sectionOf(list)}.allotment`]?.value).value;
  if (typeof allotment !== "number" || !list.startsWith("guest_list.")) return null;
  const used = rows.reduce((sum, row) => sum + 1 + Number(row.cells["plus"]?.value ?? 0), 0);
  return <span class={used > allotment ? "chip bad" : "chip"}>{t.crew.guests(used, allotment)}</span>;
}

/** The time line beside rows that have a start; it needs the day and the zone of the show. */
function Day({ crew, field, rows }: { crew: Crew; field: Field; rows: readonly Row[] }) {
  const form = crew.views.form.value;
  return form ? <TimeLine field={field} rows={rows} form={form} /> : null;
}

/** From so many columns on, a row is one line until it is opened. */
const FOLDED_FROM = 5;

/** Where the focus goes on: where it was, beside what can be done no more, or at the end of the list when its row is gone. */
function nextTo(kept: HTMLElement, box: HTMLElement): HTMLElement | null {
  if (!kept.isConnected) return box.parentElement?.querySelector<HTMLElement>(":scope > [data-control]") ?? null;
  return kept.matches(":disabled") ? (kept.closest(".row-card")?.querySelector<HTMLElement>(".row-head .icon-button:not(:disabled)") ?? null) : kept;
}

/** What has the focus keeps it when its row takes another place in the page, whoever moved it. */
function useKeptFocus(box: RefObject<HTMLElement | null>): void {
  const active = document.activeElement;
  const kept = active instanceof HTMLElement && box.current?.contains(active) ? active : null;
  useLayoutEffect(() => {
    const lost = kept && (document.activeElement !== kept || kept.matches(":disabled"));
    if (lost && box.current) nextTo(kept, box.current)?.focus({ preventScroll: true });
  });
}

function Head({ crew, field, list, rows, heading, heads }: Props & { rows: readonly Row[]; heading: string }) {
  const lock = crew.views.question(list).lock.value;
  return (
    <>
      <div class="field-head">
        <MarkButton crew={crew} field={field} at={list} />
        <h3 id={heading} class={heads ? "hidden" : undefined}>
          {field.label}
        </h3>
        <SideChip crew={crew} field={field} at={list} />
        <span class="grow" />
        <InField people={crew.views.at(list).value} />
        <Allotment crew={crew} list={list} rows={rows} />
        <ListButton crew={crew} field={field} list={list} />
        <ThreadButton crew={crew} field={field} at={list} />
      </div>
      <div class="list-about small muted">
        {lock?.on && <LockedBy by={lock.by === crew.me ? t.you : lock.name} />}
        <Checked crew={crew} at={list} />
      </div>
    </>
  );
}

/** How the rows of a list change places: by a step, or dragged. */
function useMoves({ crew, field, list }: Props, rows: readonly Row[]) {
  const box = useRef<HTMLOListElement>(null);
  const glideFrom = useFlip(box);
  useKeptFocus(box);
  const now = useRef(rows);
  now.current = rows;
  return useMemo(() => {
    const say = (to: number) => announce(agreeing().rowIsNow(to + 1, now.current.length));
    const step = (row: string, by: -1 | 1) => {
      const ids = now.current.map(({ id }) => id);
      const at = ids.indexOf(row);
      if (!ids[at + by]) return;
      crew.moveRow(list, row, { before: ids[at - 1] ?? "", after: (by > 0 ? ids[at + 1] : ids[at - 2]) ?? "" }, field.label);
      say(at + by);
    };
    const drop = ({ row, before, after, tops }: Dropped) => {
      const ids = now.current.map(({ id }) => id);
      // somebody may have removed one of them while it was held
      if (!ids.includes(row) || (after && !ids.includes(after))) return;
      glideFrom(tops);
      crew.moveRow(list, row, { before, after }, field.label);
      say(ids.filter((id) => id !== row).indexOf(after) + 1);
    };
    return { box, step, hold: (event: PointerEvent) => drag(box, event, drop) };
  }, [crew, field, list]);
}

export function RowsView(props: Props) {
  const { crew, field, list } = props;
  const heading = useId();
  const found = useComputed(() => crew.views.form.value?.lists[list]).value;
  const rows = useMemo(() => standing(found ?? {}), [found]);
  const closed = crew.views.question(list).closed.value;
  const added = useSignal("");
  const opened = useSignal<readonly string[]>([]);
  const folds = (field.columns?.length ?? 0) >= FOLDED_FROM;
  const { box, step, hold } = useMoves(props, rows);
  const toggle = useMemo(
    () => (row: string) => {
      const all = opened.peek();
      opened.value = all.includes(row) ? all.filter((one) => one !== row) : [...all, row];
    },
    [],
  );
  const add = () => {
    const row = crew.addRow(list, rows.at(-1)?.id ?? "", field.label);
    opened.value = [...opened.value, row];
    added.value = row;
  };
  useEffect(() => {
    if (!added.value) return;
    box.current?.querySelector<HTMLElement>(`[data-row="${added.value}"] [data-control]`)?.focus();
    added.value = "";
  }, [added.value]);
  return (
    <section class="list" aria-labelledby={heading} data-field={list}>
      <Head {...props} rows={rows} heading={heading} />
      {field.columns?.some((column) => column.key === "start") && <Day crew={crew} field={field} rows={rows} />}
      {rows.length === 0 && <p class="muted rows-empty">{t.crew.rowsEmpty(field.label)}</p>}
      <ol class="rows" ref={box}>
        {rows.map((row, at) => (
          <RowCard
            key={row.id}
            crew={crew}
            field={field}
            list={list}
            row={row}
            at={at}
            total={rows.length}
            closed={closed}
            open={!folds || opened.value.includes(row.id)}
            onToggle={folds ? toggle : null}
            onStep={step}
            onHold={hold}
          />
        ))}
      </ol>
      <Problem text={crew.views.spot({ field: list }).problem.value} />
      {!closed && (
        <button type="button" class="button" data-control aria-label={t.crew.add(field.label)} onClick={add} onFocus={() => crew.enter({ field: list })}>
          <Icon name="add" />
          {t.crew.addRow}
        </button>
      )}
      <FilesAt crew={crew} at={list} label={field.label} />
    </section>
  );
}
