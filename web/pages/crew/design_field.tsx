/** One question, or one column of a list, as it is being designed. */
import { useId } from "preact/hooks";
import type { Field, Kind, Side } from "../../client/wire";
import { Icon } from "../../parts/icons";
import { designing } from "../../texts/designing";
import { asKind, choicesOf, COLUMN_KINDS, isNumber, isText, KINDS, keyFor, moved, put, without } from "./design";

interface Named {
  label: string;
  value: string | number;
  onChange: (text: string) => void;
  type?: "text" | "number";
}

export function Input({ label, value, onChange, type = "text" }: Named) {
  const id = useId();
  // the types give each kind of input attributes of its own; both of ours take these
  const kind = type as "text";
  return (
    <div class="form-field">
      <label for={id}>{label}</label>
      <input id={id} class="input" type={kind} value={value} maxLength={80} onInput={(event) => onChange(event.currentTarget.value)} />
    </div>
  );
}

interface Options {
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
  disabled?: boolean;
  hint?: string;
  onChange: (value: string) => void;
}

function Select({ label, value, options, disabled = false, hint, onChange }: Options) {
  const id = useId();
  return (
    <div class="form-field">
      <label for={id}>{label}</label>
      <select id={id} class="input" value={value} disabled={disabled} aria-describedby={hint ? `${id}-hint` : undefined} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map(([key, word]) => (
          <option key={key} value={key}>
            {word}
          </option>
        ))}
      </select>
      {hint && (
        <p id={`${id}-hint`} class="small muted">
          {hint}
        </p>
      )}
    </div>
  );
}

interface Props {
  field: Field;
  /** It has answers: its kind stays. */
  fixed: boolean;
  column?: boolean;
  onChange: (field: Field) => void;
}

/** What was typed as a number; nothing is what the hub takes for it. */
function numbered(field: Field, key: "min" | "max" | "max_length" | "rows_max", text: string): Field {
  const next = { ...field };
  if (text.trim() !== "" && Number.isFinite(Number(text))) next[key] = Number(text);
  else Reflect.deleteProperty(next, key);
  return next;
}

function Limits({ field, onChange }: Pick<Props, "field" | "onChange">) {
  const d = designing();
  const kind = field.kind ?? "text";
  const cents = kind === "money" ? ` (${d.minorUnits})` : "";
  const number = (key: "min" | "max" | "max_length" | "rows_max", label: string) => (
    <Input label={label} type="number" value={field[key] ?? ""} onChange={(text) => onChange(numbered(field, key, text))} />
  );
  if (isNumber(kind)) {
    return (
      <div class="pair">
        {kind !== "money" && <Input label={d.unit} value={field.unit ?? ""} onChange={(unit) => onChange({ ...field, unit: unit.slice(0, 20) })} />}
        {number("min", d.min + cents)}
        {number("max", d.max + cents)}
      </div>
    );
  }
  if (kind === "choice") return <Choices field={field} onChange={onChange} />;
  if (kind === "list") return number("rows_max", d.rows);
  return isText(kind) ? number("max_length", d.length) : null;
}

function Choices({ field, onChange }: Pick<Props, "field" | "onChange">) {
  const id = useId();
  return (
    <div class="form-field">
      <label for={id}>{designing().choices}</label>
      <textarea id={id} class="input" rows={4} defaultValue={(field.choices ?? []).join("\n")} onInput={(event) => onChange({ ...field, choices: choicesOf(event.currentTarget.value) })} />
    </div>
  );
}

export function FieldDesign({ field, fixed, column = false, onChange }: Props) {
  const d = designing();
  const kinds = column ? COLUMN_KINDS : KINDS;
  const columns = field.columns ?? [];
  return (
    <div class="stack design-field">
      <Input label={d.name} value={field.label} onChange={(label) => onChange({ ...field, label })} />
      <div class="pair">
        <Select
          label={d.kind}
          value={field.kind ?? "text"}
          options={kinds.map((kind) => [kind, d.kinds[kind]] as const)}
          disabled={fixed}
          {...(fixed ? { hint: d.kindStays } : {})}
          onChange={(kind) => onChange(asKind(field, kind as Kind, d.newColumn))}
        />
        {!column && (
          <Select
            label={d.answers}
            value={field.answers ?? "both"}
            options={(["both", "band", "venue"] as const).map((side) => [side, d.sides[side]] as const)}
            onChange={(side) => onChange({ ...field, answers: side as Side })}
          />
        )}
      </div>
      <Limits key={field.kind} field={field} onChange={onChange} />
      {field.kind === "list" && (
        <fieldset class="stack design-columns">
          <legend>{d.columns}</legend>
          {columns.map((one, at) => (
            <div key={one.key} class="design-column">
              <FieldDesign field={one} fixed={fixed} column onChange={(next) => onChange({ ...field, columns: put(columns, at, next) })} />
              <div class="row">
                <Moves label={one.label} at={at} of={columns.length} onMove={(to) => onChange({ ...field, columns: moved(columns, at, to) })} />
                <button type="button" class="icon-button" aria-label={d.leaveOut(one.label)} disabled={columns.length === 1} onClick={() => onChange({ ...field, columns: without(columns, at) })}>
                  <Icon name="trash" />
                </button>
              </div>
            </div>
          ))}
          <button
            type="button"
            class="button"
            onClick={() => onChange({ ...field, columns: [...columns, { key: keyFor(d.newColumn, columns.map((one) => one.key)), label: d.newColumn }] })}
          >
            <Icon name="add" />
            {d.addColumn}
          </button>
        </fieldset>
      )}
    </div>
  );
}

export function Moves({ label, at, of, onMove }: { label: string; at: number; of: number; onMove: (to: number) => void }) {
  const d = designing();
  return (
    <>
      <button type="button" class="icon-button" aria-label={d.up(label)} disabled={at === 0} onClick={() => onMove(at - 1)}>
        <Icon name="up" />
      </button>
      <button type="button" class="icon-button" aria-label={d.down(label)} disabled={at === of - 1} onClick={() => onMove(at + 1)}>
        <Icon name="down" />
      </button>
    </>
  );
}
