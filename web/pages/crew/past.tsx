/** What a question, or the rows of a list, have said before; what is brought back is written like any other answer. */
import { useSignal } from "@preact/signals";
import { stands } from "../../client/folds/rows";
import type { Field, Row } from "../../client/wire";
import { t } from "../../texts";
import { past } from "../../texts/past";
import type { Crew, Opened } from "./form";
import { History, type Version } from "./history";
import { sayValue } from "./values";

interface PastProps {
  crew: Crew;
  opened: Opened;
}

export function Past({ crew, opened }: PastProps) {
  const { key, field } = opened;
  if (field.kind === "list") return <PastRows crew={crew} opened={opened} />;
  const spot = crew.views.spot({ field: key });
  const restore = ({ value }: Version) => {
    if (field.kind === "long_text") {
      // what others type there meanwhile stays
      const text = crew.texts.of(key);
      text.write(String(value ?? ""));
      text.flush();
    } else crew.write(spot, field, value, spot.register.peek().stamp);
  };
  const closed = crew.views.question(key).closed.value;
  return (
    <History
      session={crew.session}
      place={spot.place}
      label={field.label}
      asked={() => field}
      stamp={spot.register.value.stamp}
      onRestore={closed ? null : restore}
      onClose={() => (crew.past.value = null)}
    />
  );
}

/** What a row is called: its first answer. */
const nameOf = (field: Field, row: Row | undefined): string =>
  (field.columns ?? []).map((column) => sayValue({ ...column, unit: "" }, row?.cells[column.key]?.value ?? null)).find(Boolean) ?? t.crew.rowBlank;

/** What the rows of a list have said before, those too that were removed: whatever is brought back brings its row. */
function PastRows({ crew, opened }: PastProps) {
  const { key, field } = opened;
  const chosen = useSignal("");
  const words = past();
  const rows = crew.views.form.value?.lists[key] ?? {};
  const column = ({ column: name }: Version): Field => field.columns?.find((each) => each.key === name) ?? field;
  const where = (version: Version) => {
    const row = rows[version.row];
    const said = `${nameOf(field, row)} · ${column(version).label}`;
    return row && stands(row) ? said : `${said} · ${words.removed}`;
  };
  const restore = (version: Version) => {
    const spot = crew.views.spot({ field: key, row: version.row, column: version.column });
    const row = rows[version.row];
    const { stamp } = spot.register.peek();
    // whatever is written there brings the row back, even what stood in it last
    if (row && !stands(row)) crew.send(spot, column(version), version.value, stamp);
    else crew.write(spot, column(version), version.value, stamp);
  };
  const all = Object.values(rows);
  const listed = all.filter(({ id }) => !chosen.value || id === chosen.value);
  const newest = listed.flatMap((row) => Object.values(row.cells).map(({ stamp }) => stamp)).reduce((one, other) => (one > other ? one : other), "");
  return (
    <History
      session={crew.session}
      place={{ field: key, row: chosen.value }}
      label={field.label}
      asked={column}
      where={where}
      stamp={newest}
      onRestore={crew.views.question(key).closed.value ? null : restore}
      onClose={() => (crew.past.value = null)}
    >
      {all.length > 1 && (
        <select aria-label={words.row} value={chosen.value} onChange={(event) => (chosen.value = event.currentTarget.value)}>
          <option value="">{words.everyRow}</option>
          {all.map((row) => (
            <option key={row.id} value={row.id}>
              {stands(row) ? nameOf(field, row) : `${nameOf(field, row)} · ${words.removed}`}
            </option>
          ))}
        </select>
      )}
    </History>
  );
}
