/** What stood in one place of the form before, and the way back to it: an edit like any other. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Place } from "../../client/folds/advance";
import type { Field, Value } from "../../client/wire";
import { Ago } from "../../parts/ago";
import { askAs } from "../../parts/api";
import { Avatar } from "../../parts/avatar";
import type { Session } from "../../parts/session";
import { Sheet } from "../../parts/sheet";
import { toast } from "../../parts/toast";
import { t } from "../../texts";
import { past } from "../../texts/past";
import { agreeing } from "../../texts/agreeing";
import { sayValue } from "./values";

export interface Version {
  seq: number;
  /** The cell of a list, or empty. */
  row: string;
  column: string;
  value: Value;
  stamp: string;
  person: string;
  name: string;
  party: string;
  source: string;
  at_ms: number;
  /** `shown`, `sibling` or empty. */
  standing: string;
}

interface Page {
  versions: Version[];
  before: number | null;
}

/** Where the hub tells the values of a place. */
export function historyPath(room: string, { field, row, column }: Place, before: number | null): string {
  const asked = new URLSearchParams({ field });
  if (row) asked.set("row", row);
  if (column) asked.set("column", column);
  if (before !== null) asked.set("before", String(before));
  return `/api/rooms/${room}/history?${asked.toString()}`;
}

/** The hub's lists follow what is written within about a second. */
const FOLLOWS_MS = 700;
const TRIES = 5;

interface Props {
  session: Session;
  place: Place;
  label: string;
  /** The question that a version answers. */
  asked: (version: Version) => Field;
  /** In which row of a list that is. */
  where?: ((version: Version) => string) | undefined;
  /** The newest stamp of what stands there: when it changes there is more to list. */
  stamp: string;
  /** Null for whoever only looks, or where nobody may write now. */
  onRestore: ((version: Version) => void) | null;
  onClose: () => void;
  children?: ComponentChildren;
}

function useVersions({ session, place, stamp }: Props) {
  const page = useSignal<Page | null>(null);
  const away = useSignal(false);
  const newest = useRef(stamp);
  newest.current = stamp;
  const load = async (before: number | null) => {
    try {
      const more = await askAs<Page>(session.token.peek(), "GET", historyPath(session.room.id, place, before));
      page.value = { before: more.before, versions: [...(before === null ? [] : (page.value?.versions ?? [])), ...more.versions] };
      away.value = false;
    } catch {
      away.value = true;
    }
  };
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (tries: number) => {
      await load(null);
      const listed = !stamp || page.peek()?.versions.some((version) => version.stamp === stamp);
      if (!listed && tries > 1 && newest.current === stamp) timer = setTimeout(() => void look(tries - 1), FOLLOWS_MS);
    };
    void look(TRIES);
    return () => clearTimeout(timer);
  }, [stamp, place.row]);
  return { page, away, load };
}

function Line({ version, asked, where, onRestore }: Pick<Props, "asked" | "where"> & { version: Version; onRestore: (() => void) | null }) {
  const words = past();
  const value = version.value === null ? words.cleared : sayValue(asked(version), version.value);
  return (
    <li class="row">
      <Avatar id={version.person} name={version.name || t.nobody} small />
      <span class="grow">
        {where && <span class="small muted block">{where(version)}</span>}
        <span class="activity-text">{value}</span>
        <span class="small muted">
          <Ago at={version.at_ms} say={(when) => [version.name, words.sides[version.party], when, agreeing().sources[version.source]].filter(Boolean).join(", ")} />
        </span>
      </span>
      {version.standing === "shown" && <span class="chip good">{words.shown}</span>}
      {version.standing === "sibling" && <span class="chip warn">{words.sibling}</span>}
      {onRestore && (
        <button type="button" class="button" onClick={onRestore}>
          {words.restore}
        </button>
      )}
    </li>
  );
}

export function History(props: Props) {
  const { label, asked, where, onRestore, onClose, children } = props;
  const { page, away, load } = useVersions(props);
  const words = past();
  const restore = (version: Version) => {
    onRestore?.(version);
    toast(words.restored(label));
    onClose();
  };
  const versions = page.value?.versions ?? [];
  return (
    <Sheet title={words.history(label)} tall onClose={onClose}>
      {children}
      {away.value && <p class="muted">{words.away}</p>}
      {page.value && versions.length === 0 && <p class="muted">{words.noHistory}</p>}
      <ol class="activity">
        {versions.map((version) => (
          <Line key={version.seq} version={version} asked={asked} where={where} onRestore={onRestore && version.standing !== "shown" ? () => restore(version) : null} />
        ))}
      </ol>
      {page.value?.before && (
        <button type="button" class="button" onClick={() => void load(page.value?.before ?? null)}>
          {words.more}
        </button>
      )}
    </Sheet>
  );
}
