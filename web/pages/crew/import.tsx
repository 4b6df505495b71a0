/** A list of the form as a file: out as CSV or a calendar, and in by way of a preview. */
import "./import.css";
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { freshAttempt } from "../../parts/api";
import { Refused } from "../../parts/grant";
import { Icon } from "../../parts/icons";
import { Problem } from "../../parts/problem";
import { Sheet } from "../../parts/sheet";
import { lists } from "../../texts/lists";
import { type Applied, apply, type Change, csvOf, type Fault, fetched, FILE_BYTES_MAX, icsOf, Moved, type Place, type Preview, preview, sayRefusal, SCHEDULE } from "./sheets";

/** Rows of a preview that are shown; the others are counted. */
const SHOWN_MAX = 100;

/** `place` names the list, `label` is what it is called; `reads` leaves out what writes. */
interface Props {
  place: Place;
  label: string;
  reads?: boolean;
  onClose: () => void;
}

function save(name: string, file: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function Drop({ calendar, busy, onFile }: { calendar: boolean; busy: boolean; onFile: (file: File) => void }) {
  const l = lists();
  const over = useSignal(false);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file && !busy) onFile(file);
  };
  return (
    <label
      class={over.value ? "drop over" : "drop"}
      aria-busy={busy}
      onDragOver={(event) => {
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => (over.value = false)}
      onDrop={(event) => {
        event.preventDefault();
        over.value = false;
        take(event.dataTransfer?.files);
      }}
    >
      <Icon name="down" />
      <strong>{busy ? l.looking : l.drop}</strong>
      <span class="small muted">{l.dropAbout(calendar)}</span>
      <input
        type="file"
        class="hidden"
        accept={calendar ? ".csv,.tsv,.txt,.ics,text/csv,text/calendar" : ".csv,.tsv,.txt,text/csv"}
        disabled={busy}
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = "";
        }}
      />
    </label>
  );
}

function Row({ change }: { change: Change }) {
  const l = lists();
  return (
    <li>
      <span class="row">
        <strong class="grow clip">{change.name || l.line(change.line)}</strong>
        <span class={change.what === "add" ? "chip good" : "chip accent"}>{change.what === "add" ? l.new : l.changed}</span>
      </span>
      <dl class="cells">
        {change.cells.map((cell) => (
          <>
            <dt>{cell.label}</dt>
            <dd>
              {change.what === "change" && (
                <>
                  <del>{cell.before || l.nothing}</del> <span class="hidden">{l.becomes}</span>
                  <span aria-hidden="true">→</span>{" "}
                </>
              )}
              <ins>{cell.after || l.nothing}</ins>
            </dd>
          </>
        ))}
      </dl>
    </li>
  );
}

function Faults({ faults }: { faults: readonly Fault[] }) {
  const l = lists();
  if (faults.length === 0) return null;
  return (
    <>
      <ul class="changes" aria-label={l.wrong(faults.length)}>
        {faults.slice(0, SHOWN_MAX).map((fault) => (
          <li key={`${fault.line} ${fault.column} ${fault.code}`} class="fault">
            <strong class="small">{[l.line(fault.line), fault.column].filter(Boolean).join(", ")}</strong>
            <p class="small">{sayRefusal(fault.code, fault.say)}</p>
          </li>
        ))}
      </ul>
      {faults.length > SHOWN_MAX && <p class="small muted">{l.more(faults.length - SHOWN_MAX)}</p>}
    </>
  );
}

function Counts({ found }: { found: Preview }) {
  const l = lists();
  const added = found.changes.filter((change) => change.what === "add").length;
  const counts: [number, string, string][] = [
    [added, "chip good", l.add(added)],
    [found.changes.length - added, "chip accent", l.change(found.changes.length - added)],
    [found.unchanged, "chip", l.same(found.unchanged)],
    [found.faults.length, "chip bad", l.wrong(found.faults.length)],
  ];
  const notes = [
    found.unknown.length > 0 && l.unknown(found.unknown.join(", ")),
    found.absent > 0 && l.absent(found.absent),
    found.elsewhere > 0 && l.elsewhere(found.elsewhere),
    found.encoding !== "UTF-8" && l.encoding(found.encoding),
  ];
  return (
    <div class="stack">
      <p class="counts">{counts.map(([count, kind, text]) => count > 0 && <span class={kind}>{text}</span>)}</p>
      {notes.map((note) => note && <p class="small muted">{note}</p>)}
      {found.changes.length === 0 && found.faults.length === 0 && <p>{l.nothingToDo}</p>}
    </div>
  );
}

function Found({ found }: { found: Preview }) {
  const l = lists();
  const more = found.changes.length - SHOWN_MAX;
  return (
    <>
      <Counts found={found} />
      <Faults faults={found.faults} />
      <ul class="changes">
        {found.changes.slice(0, SHOWN_MAX).map((change) => (
          <Row key={change.line} change={change} />
        ))}
      </ul>
      {more > 0 && <p class="small muted">{l.more(more)}</p>}
    </>
  );
}

function Outcome({ told, onClose }: { told: Applied; onClose: () => void }) {
  const l = lists();
  const refused = told.rows.filter((row) => row.code);
  return (
    <>
      <p role="status">
        <Icon name="check" /> {l.done(told.done)}
      </p>
      {refused.length > 0 && <h3>{l.notDone(refused.length)}</h3>}
      <Faults faults={refused.map((row) => ({ ...row, column: row.name }))} />
      {told.faults.length > 0 && <h3>{l.leftOut(told.faults.length)}</h3>}
      <Faults faults={told.faults} />
      <p class="act">
        <button type="button" class="button main" onClick={onClose}>
          {l.close}
        </button>
      </p>
    </>
  );
}

/** What the dialog knows and does: one thing at a time, and what went wrong in words. */
function useImport(place: Place) {
  const l = lists();
  const file = useSignal<File | null>(null);
  const found = useSignal<Preview | null>(null);
  const told = useSignal<Applied | null>(null);
  const attempt = useSignal("");
  const busy = useSignal(false);
  const problem = useSignal("");
  const doing = async (work: () => Promise<void>) => {
    busy.value = true;
    problem.value = "";
    try {
      await work();
    } catch (error) {
      if (error instanceof Moved) {
        found.value = error.preview;
        problem.value = l.moved;
      } else if (error instanceof Refused) problem.value = sayRefusal(error.code, error.say);
      else throw error;
    } finally {
      busy.value = false;
    }
  };
  const look = (next: File) =>
    doing(async () => {
      found.value = null;
      if (next.size > FILE_BYTES_MAX) {
        problem.value = l.tooBig(FILE_BYTES_MAX / 1024 / 1024);
        return;
      }
      file.value = next;
      found.value = await preview(place, next);
    });
  const agree = () =>
    doing(async () => {
      if (!file.value || !found.value) return;
      // the same again when nothing was heard of it, another one for another preview
      if (!attempt.value.endsWith(found.value.digest)) attempt.value = `${freshAttempt()}-${found.value.digest}`;
      told.value = await apply(place, file.value, found.value.digest, attempt.value);
    });
  const fetchOut = (path: string) =>
    doing(async () => {
      const { name, file: made } = await fetched(place, path);
      save(name, made);
    });
  const again = () => {
    found.value = null;
    problem.value = "";
  };
  return { found, told, busy, problem, look, agree, fetchOut, again };
}

export function ListFiles({ place, label, reads = false, onClose }: Props) {
  const l = lists();
  const inside = useId();
  const { found, told, busy, problem, look, agree, fetchOut, again } = useImport(place);
  const calendar = place.field === SCHEDULE;
  const exports = (
    <section class="stack">
      <h3 class="label">{l.out}</h3>
      <p class="exports">
        <button type="button" class="button" disabled={busy.value} onClick={() => void fetchOut(csvOf(place))}>
          {l.csv}
        </button>
        {calendar && (
          <button type="button" class="button" disabled={busy.value} onClick={() => void fetchOut(icsOf(place))}>
            <Icon name="calendar" /> {l.ics}
          </button>
        )}
      </p>
    </section>
  );
  const wanted = found.value;
  return (
    <Sheet title={l.title(label)} onClose={onClose} tall={wanted !== null}>
      <div class="lists">
        <Problem text={problem.value} />
        {told.value ? (
          <Outcome told={told.value} onClose={onClose} />
        ) : wanted ? (
          <>
            <Found found={wanted} />
            <p class="act">
              {wanted.changes.length > 0 && (
                <button type="button" class="button main" disabled={busy.value} onClick={() => void agree()}>
                  {busy.value ? l.applying : l.apply(wanted.changes.length)}
                </button>
              )}
              <button type="button" class="button plain" disabled={busy.value} onClick={again}>
                {l.another}
              </button>
            </p>
          </>
        ) : (
          <>
            {exports}
            {!reads && (
              <section class="stack" aria-labelledby={inside}>
                <h3 class="label" id={inside}>
                  {l.in}
                </h3>
                <Drop calendar={calendar} busy={busy.value} onFile={(file) => void look(file)} />
                <p class="small muted">{l.nothingYet}</p>
              </section>
            )}
          </>
        )}
      </div>
    </Sheet>
  );
}
