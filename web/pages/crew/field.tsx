/** One question: its answer, who must answer, who is in it, what became of what was typed. */
import { useId } from "preact/hooks";
import type { Place } from "../../client/folds/advance";
import type { Field, Form, Register, Side } from "../../client/wire";
import { Avatars, personColour } from "../../parts/avatar";
import { slowNow } from "../../parts/clock";
import { ago } from "../../parts/format";
import { Icon } from "../../parts/icons";
import { Problem } from "../../parts/problem";
import { t } from "../../texts";
import { Control } from "./control";
import type { Crew } from "./form";
import { Siblings } from "./siblings";
import { sayValue } from "./values";

export const sideName = (side: Side): string => ({ band: t.crew.band, venue: t.crew.venue, both: t.crew.both })[side];

/** Whether the answer is there, missing or disputed: the dot beside the label. */
function state(register: Register): "open" | "answered" | "disputed" {
  if (register.siblings.length > 0) return "disputed";
  return register.value === null ? "open" : "answered";
}

function Meta({ crew, place, field, register }: { crew: Crew; place: Place; field: Field; register: Register }) {
  const spot = crew.spot(place);
  const draft = spot.draft.value;
  const live = crew.session.status.value.kind === "live";
  const waiting = crew.session.waiting.value.some(({ cmd }) => "field" in cmd && cmd.field === place.field && ("row" in cmd ? (cmd.row ?? "") : "") === (place.row ?? ""));
  if (draft?.dirty && register.by !== crew.me && register.stamp !== draft.saw && register.stamp !== "") {
    return <span class="warn-text">{t.crew.also(sayValue(field, register.value), register.name, ago(register.at_ms, slowNow.value))}</span>;
  }
  if (waiting && !live) return <span>{t.crew.savingLater}</span>;
  if (spot.saved.value) {
    return (
      <span class="tick row">
        <Icon name="check" />
        {t.crew.saved}
      </span>
    );
  }
  return register.stamp ? <span class="meta-by">{t.crew.by(register.by === crew.me ? t.you : register.name, ago(register.at_ms, slowNow.value))}</span> : null;
}

export function LockedBy({ by }: { by: string }) {
  return (
    <span class="row small muted">
      <Icon name="lock" />
      {t.crew.lockedBy(by)}
    </span>
  );
}

export function LockButton({ crew, place, field, form }: { crew: Crew; place: Place; field: Field; form: Form }) {
  const locked = form.locks[place.field]?.on ?? false;
  if (crew.session.you.value?.role === "guest" || crew.looking || place.row) return null;
  return (
    <button
      type="button"
      class={locked ? "icon-button lock on" : "icon-button lock"}
      aria-label={locked ? t.crew.unlock(field.label) : t.crew.lock(field.label)}
      aria-pressed={locked}
      onClick={() => crew.lock(place.field, !locked)}
    >
      <Icon name={locked ? "lock" : "unlock"} />
    </button>
  );
}

interface Props {
  crew: Crew;
  form: Form;
  field: Field;
  place: Place;
  /** What a screen reader calls a cell: its list and row. */
  context?: string;
}

export function FieldView({ crew, form, field, place, context }: Props) {
  const id = useId();
  const register = crew.register(form, place);
  const lock = form.locks[place.field];
  const locked = lock?.on ?? false;
  const people = place.row ? [] : crew.others(place);
  const first = people[0];
  return (
    <div class={`field ${state(register)}`} style={first ? { "--person": personColour(first.id) } : undefined} data-field={place.field} data-busy={people.length > 0}>
      <div class="field-head">
        <label id={`${id}-label`} for={id}>
          {context && <span class="hidden">{context}: </span>}
          {field.label}
          {field.unit && <span class="unit"> ({field.unit})</span>}
        </label>
        {field.answers && field.answers !== "both" && <span class="side-chip">{sideName(field.answers)}</span>}
        <span class="grow" />
        {people.length > 0 && (
          <span class="row in-field" title={t.crew.inField(people.map((person) => person.name).join(", "))}>
            <Avatars people={people} />
            <span class="small">{people.map((person) => person.name.split(" ")[0]).join(", ")}</span>
          </span>
        )}
        <LockButton crew={crew} place={place} field={field} form={form} />
      </div>
      <Control crew={crew} place={place} field={field} register={register} id={id} describedBy={`${id}-about`} disabled={locked || crew.looking} />
      <Siblings crew={crew} place={place} field={field} register={register} locked={locked || crew.looking} />
      <div class="field-foot small muted" id={`${id}-about`}>
        <Problem text={crew.spot(place).problem.value} />
        {locked && lock && !place.row ? (
          <LockedBy by={lock.by === crew.me ? t.you : lock.name} />
        ) : (
          <Meta crew={crew} place={place} field={field} register={register} />
        )}
      </div>
    </div>
  );
}
