/** One question: its answer, where it stands, who must answer, who is in it, what became of what was typed. */
import { useComputed } from "@preact/signals";
import { useId } from "preact/hooks";
import type { Field, Side } from "../../client/wire";
import { Ago } from "../../parts/ago";
import { Avatars, personColour } from "../../parts/avatar";
import { Icon } from "../../parts/icons";
import { Problem } from "../../parts/problem";
import { t } from "../../texts";
import { agreeing } from "../../texts/agreeing";
import { Control } from "./control";
import { rendered } from "./counted";
import { FilesAt } from "./files";
import type { Crew } from "./form";
import { MarkButton } from "./mark";
import { Siblings } from "./siblings";
import { ThreadButton } from "./thread";
import { sayValue } from "./values";
import { keyOf, type Somebody, type Spot } from "./views";

export const sideName = (side: Side): string => ({ band: t.crew.band, venue: t.crew.venue, both: t.crew.both })[side];

/** Who answers, where it is one side only. */
export function SideChip({ crew, field, at }: { crew: Crew; field: Field; at: string }) {
  const side = crew.views.question(at).assigned.value?.what ?? field.answers ?? "both";
  return side === "both" ? null : <span class="side-chip">{sideName(side as Side)}</span>;
}

export function LockedBy({ by }: { by: string }) {
  return (
    <span class="row small muted">
      <Icon name="lock" />
      {t.crew.lockedBy(by)}
    </span>
  );
}

export function InField({ people }: { people: readonly Somebody[] }) {
  if (people.length === 0) return null;
  return (
    <span class="row in-field" title={t.crew.inField(people.map((person) => person.name).join(", "))}>
      <Avatars people={people} most={3} />
      <span class="small clip">{people.map((person) => person.name.split(" ")[0]).join(", ")}</span>
    </span>
  );
}

/** What became of the last thing that was written here; in words where there is something to say. */
function Written({ crew, spot, field }: { crew: Crew; spot: Spot; field: Field }) {
  const register = spot.register.value;
  // computed, so that a key stroke renders the control and not the words below it
  const overtaken = useComputed(() => {
    const { stamp, by } = spot.register.value;
    const draft = spot.draft.value;
    return draft !== null && draft.dirty && by !== crew.me && stamp !== draft.saw && stamp !== "";
  });
  const live = crew.session.status.value.kind === "live";
  if (overtaken.value) {
    return (
      <span class="warn-text">
        <Ago at={register.at_ms} say={(when) => t.crew.also(sayValue(field, register.value), register.name, when)} />
      </span>
    );
  }
  if (spot.waits.value && !live) return <span>{t.crew.savingLater}</span>;
  if (spot.saved.value) {
    return (
      <span class="tick row">
        <Icon name="check" />
        {t.crew.saved}
      </span>
    );
  }
  if (!register.stamp) return null;
  const source = agreeing().sources[register.source];
  const name = register.by === crew.me ? t.you : register.name;
  return (
    <>
      {source && <span class="source">{source}</span>}
      <span class="meta-by">
        <Ago at={register.at_ms} say={(when) => t.crew.by(name, when)} />
      </span>
    </>
  );
}

/** What was said of the answer since it was written. */
export function Checked({ crew, at }: { crew: Crew; at: string }) {
  const { changed, verified } = crew.views.question(at);
  const word = verified.value;
  return (
    <>
      {changed.value && <span class="warn-text">{agreeing().changedSince}</span>}
      {word && (
        <span class="checked">
          <Ago at={word.at_ms} say={(when) => agreeing().verified(when, word.by === crew.me ? t.you : word.name)} />
        </span>
      )}
    </>
  );
}

function Foot({ crew, spot, field, id }: { crew: Crew; spot: Spot; field: Field; id: string }) {
  const { place } = spot;
  const lock = crew.views.question(place.field).lock.value;
  return (
    <div class="field-foot small muted" id={id}>
      <Problem text={spot.problem.value} />
      {lock?.on && !place.row ? <LockedBy by={lock.by === crew.me ? t.you : lock.name} /> : <Written crew={crew} spot={spot} field={field} />}
      {!place.row && <Checked crew={crew} at={place.field} />}
    </div>
  );
}

interface Props {
  crew: Crew;
  spot: Spot;
  field: Field;
  /** What a screen reader calls a cell: its list and row. */
  context?: string;
}

export function FieldView({ crew, spot, field, context }: Props) {
  const id = useId();
  const { place } = spot;
  rendered(keyOf(place));
  const isCell = Boolean(place.row);
  const disputed = spot.register.value.siblings.length > 0;
  const closed = crew.views.question(place.field).closed.value;
  const people = isCell ? [] : spot.people.value;
  const first = people[0];
  return (
    <div class={disputed ? "field disputed" : "field"} style={first ? { "--person": personColour(first.id) } : undefined} data-field={place.field} data-busy={people.length > 0}>
      <div class="field-head">
        {!isCell && <MarkButton crew={crew} field={field} at={place.field} />}
        <label id={`${id}-label`} for={id}>
          {context && <span class="hidden">{context}: </span>}
          {field.label}
          {field.unit && <span class="unit"> ({field.unit})</span>}
        </label>
        {!isCell && <SideChip crew={crew} field={field} at={place.field} />}
        <span class="grow" />
        <InField people={people} />
        {!isCell && <ThreadButton crew={crew} field={field} at={place.field} />}
      </div>
      <Control crew={crew} spot={spot} field={field} id={id} describedBy={`${id}-about`} disabled={closed} />
      <Siblings crew={crew} spot={spot} field={field} locked={closed} />
      <Foot crew={crew} spot={spot} field={field} id={`${id}-about`} />
      {!isCell && <FilesAt crew={crew} at={place.field} label={field.label} />}
    </div>
  );
}
