/** What venues and streams have in common as lists: with those that were put away or without, a button for more, a sheet. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { acting } from "../../parts/acting";
import { ask } from "../../parts/api";
import { Tick } from "../../parts/form";
import { Bones } from "../../parts/frame";
import { Icon, type IconName } from "../../parts/icons";
import { useList } from "../../parts/loaded";
import { Empty, Failed } from "../../parts/panel";
import { o } from "../../texts/office";

interface Kept {
  id: string;
  archived_at_ms: number | null;
}

interface Props<T extends Kept> {
  /** Where they are listed and put away, and what the hub calls them there. */
  path: string;
  kind: string;
  /** Whether the one who looks may change them. */
  may: boolean;
  add: string;
  none: { icon: IconName; title: string; say: string };
  nameOf: (row: T) => string;
  /** One of them, without its buttons; and those, but for the one that puts it away. */
  show: (row: T) => ComponentChildren;
  buttons: (row: T, change: () => void) => ComponentChildren;
  /** What makes a new one (null) or changes one. */
  sheet: (row: T | null, close: (changed: boolean) => void) => ComponentChildren;
}

export function Shelf<T extends Kept>({ path, kind, may, add, none, nameOf, show, buttons, sheet }: Props<T>) {
  const all = useSignal(false);
  const editing = useSignal<T | "new" | null>(null);
  const { rows, problem, more, next, reload } = useList<T>(`${path}?which=${all.value ? "all" : "active"}`, kind);
  const put = async (row: T) => {
    const away = row.archived_at_ms === null;
    const said = away ? o.shows.archivedIt(nameOf(row)) : o.shows.restoredIt(nameOf(row));
    if (await acting(() => ask("POST", `${path}/${row.id}/${away ? "archive" : "restore"}`), said)) await reload();
  };
  const close = (changed: boolean) => {
    editing.value = null;
    if (changed) void reload();
  };
  return (
    <section class="stack">
      <div class="tools">
        <span class="grow">
          <Tick label={o.shows.withArchived} value={all} />
        </span>
        {may && (
          <button type="button" class="button main" onClick={() => (editing.value = "new")}>
            <Icon name="add" />
            {add}
          </button>
        )}
      </div>
      {problem.value && <Failed problem={problem.value} onAgain={() => void reload()} />}
      {!rows && !problem.value && <Bones />}
      {rows?.length === 0 && <Empty {...none} />}
      <ul class="lines acted card" hidden={!rows?.length}>
        {rows?.map((row) => (
          <li class={row.archived_at_ms === null ? "line" : "line dead"} key={row.id}>
            {show(row)}
            {buttons(row, () => (editing.value = row))}
            {may && (
              <button type="button" class="button" aria-label={(row.archived_at_ms === null ? o.shows.archive_ : o.shows.restore_)(nameOf(row))} onClick={() => void put(row)}>
                {row.archived_at_ms === null ? o.shows.archive : o.shows.restore}
              </button>
            )}
          </li>
        ))}
      </ul>
      {more && (
        <button type="button" class="button" onClick={() => void next()}>
          {o.more}
        </button>
      )}
      {editing.value && sheet(editing.value === "new" ? null : editing.value, close)}
    </section>
  );
}
