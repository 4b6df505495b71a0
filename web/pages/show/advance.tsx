/** How the advance of a show stands for both sides, and what it can begin with. */
import "../board/board.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { acting } from "../../parts/acting";
import { Ago } from "../../parts/ago";
import { dayText } from "../../parts/dates";
import { JUST_MADE, openRoom } from "../../parts/doors";
import { Bones } from "../../parts/frame";
import { useLoaded } from "../../parts/loaded";
import { Failed, Panel } from "../../parts/panel";
import type { Home } from "../../parts/things";
import { o } from "../../texts/office";
import { a } from "../../texts/office/advance";
import { b } from "../../texts/office/board";
import { Lacks, Shares } from "../board/shares";
import { dueDay, type Part, type Standing } from "../board/standing";
import { openFirst, type Section, sectionsOf } from "./filled";
import { CopyLast, FillIn, Keep, type LastShow, Offer } from "./templates";

/** While it is looked at, it is asked for again: soon where there is nothing yet. */
const AGAIN_MS = 30_000;
const SOON_MS = 1_500;

const half = ({ answered, total, standing }: Part["band"]): string => a().standings[standing] ?? a().answered(answered, total);

function EachSection({ row }: { row: Standing }) {
  const parts = sectionsOf(row.parts, Object.keys(o.show.sectionWords)).flatMap(({ key, label }) => (row.parts[key] ? [{ key, label, part: row.parts[key] }] : []));
  return (
    <details class="each-section">
      <summary>{a().sections}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{a().section}</th>
            <th scope="col">{b().sides["band"]}</th>
            <th scope="col">{b().sides["venue"]}</th>
            <th scope="col">{a().due}</th>
          </tr>
        </thead>
        <tbody>
          {openFirst(parts).map(({ key, label, part }) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              <td>{half(part.band)}</td>
              <td>{half(part.venue)}</td>
              <td>{part.due === null ? "–" : dayText(dueDay(row.day, part.due), "short")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Stands({ row }: { row: Standing }) {
  return (
    <div class="stack">
      <Shares row={row} />
      <Lacks row={row} />
      {row.changed_at_ms > 0 && (
        <p class="small muted">
          <Ago at={row.changed_at_ms} say={(when) => a().changed(b().changed(row.changed_name, when))} />
        </p>
      )}
      <EachSection row={row} />
    </div>
  );
}

interface Props {
  org: string;
  show: Home;
  may: boolean;
  onFilled: () => void;
}

/** How it stands, asked for again and again; null until somebody's answers are counted. */
function useStanding({ org, show }: Props) {
  const { value, problem, reload } = useLoaded<{ advances: Standing[] }>(`/api/orgs/${org}/board?which=all&show=${show.id}`);
  const found = value.value?.advances[0];
  const row = found && Object.keys(found.parts).length > 0 ? found : null;
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && void reload(), row ? AGAIN_MS : SOON_MS);
    return () => clearInterval(timer);
  }, [row === null]);
  return { row, problem: row ? null : problem.value, reload };
}

type Opened = "" | "keep" | "fill" | "copy";

/** What an advance can begin with, and be kept for. */
function Acts({ away, last, onOpen }: { away: boolean; last: boolean; onOpen: (sheet: Opened) => void }) {
  const acts: [Opened, string][] = [["keep", a().keep]];
  if (!away) acts.unshift(["fill", a().fill]);
  if (!away && last) acts.unshift(["copy", a().copy]);
  return (
    <div class="row wrap">
      {acts.map(([sheet, word]) => (
        <button type="button" class="button" key={sheet} onClick={() => onOpen(sheet)}>
          {word}
        </button>
      ))}
    </div>
  );
}

interface SheetProps {
  opened: Opened;
  filling: Parameters<typeof FillIn>[0];
  title: string;
  sections: readonly Section[];
  last: LastShow | null;
  onClose: () => void;
}

function Sheets({ opened, filling, title, sections, last, onClose }: SheetProps) {
  if (opened === "keep") return <Keep {...filling} title={title} sections={sections} onClose={onClose} />;
  if (opened === "fill") return <FillIn {...filling} />;
  return opened === "copy" && last ? <CopyLast {...filling} sections={sections} last={last} /> : null;
}

/** What owners and managers do with an advance besides filling it in. */
function Beginning({ org, show, row, onOpen, onFilled }: Omit<Props, "may"> & { row: Standing; onOpen: () => void }) {
  const { value: last } = useLoaded<LastShow | null>(`/api/orgs/${org}/shows/${show.id}/advance/last`);
  const opened = useSignal<Opened>("");
  const offering = useSignal(location.hash === JUST_MADE);
  const away = show.archived_at_ms !== null;
  const settled = () => {
    offering.value = false;
    history.replaceState(history.state, "", location.pathname);
  };
  const open = (sheet: Opened) => {
    if (sheet === "copy") settled();
    opened.value = sheet;
  };
  const close = () => {
    // what was filled in is counted a moment later
    setTimeout(onFilled, SOON_MS);
    opened.value = "";
  };
  const sections = sectionsOf(row.parts, Object.keys(o.show.sectionWords));
  return (
    <>
      {offering.value && !away && last.value && <Offer last={last.value} onCopy={() => open("copy")} onClose={settled} />}
      <Acts away={away} last={last.value !== null && !offering.value} onOpen={open} />
      <Sheets
        opened={opened.value}
        filling={{ org, show: show.id, onClose: close, onOpen }}
        title={show.title}
        sections={sections}
        last={last.value}
        onClose={() => (opened.value = "")}
      />
    </>
  );
}

export function Advance(props: Props) {
  const { org, show, may } = props;
  const { row, problem, reload } = useStanding(props);
  const room = `show/${show.id}`;
  const opens = show.rooms.some((door) => door.room === room && door.open);
  const open = () => void acting(() => openRoom(`/api/orgs/${org}/shows/${show.id}/grant`, room, show.title));
  const filled = () => {
    void reload();
    props.onFilled();
  };
  const enter = opens && (
    <button type="button" class="button main" onClick={open}>
      {a().form}
    </button>
  );
  return (
    <Panel title={a().title} chip={row ? (b().stages[row.stage] ?? row.stage) : "–"} good={row?.stage === "signed_off"} action={enter}>
      {problem && <Failed problem={problem} onAgain={() => void reload()} />}
      {!row && !problem && <Bones rows={2} />}
      {row && <Stands row={row} />}
      {row && may && <Beginning {...props} row={row} onOpen={open} onFilled={filled} />}
    </Panel>
  );
}
