/** The control of one place, by the kind of its field. */
import { useEffect, useRef } from "preact/hooks";
import type { Field, Register } from "../../client/wire";
import { t } from "../../texts";
import type { Crew, Draft, Spot } from "./form";
import { LongTextBox } from "./long_text";
import { readValue, writeValue } from "./values";

/** A pause in typing after which what is there is saved. */
const PAUSE_MS = 1_200;

interface Props {
  crew: Crew;
  spot: Spot;
  field: Field;
  id: string;
  describedBy: string;
  disabled: boolean;
}

/** A thumb picks a time more easily than it types one; a keyboard types it in any of the ways people do. */
const THUMB = matchMedia("(pointer: coarse)").matches;
const TYPES = { date: "date", time: THUMB ? "time" : "text", phone: "tel", email: "email", url: "url" } as const;
/** One type for all of them: what JSX allows beside a type does not differ for what is used here. */
const typeOf = (kind: string): "text" => (kind in TYPES ? TYPES[kind as keyof typeof TYPES] : "text") as "text";

const NUMBERS = ["number", "integer", "money"];

/** What the control shows: the draft, unless it has been sent and somebody has written since. */
function shown(field: Field, register: Register, draft: Draft | null): string {
  if (draft === null) return writeValue(field, register.value);
  if (draft.dirty) return draft.text;
  const read = readValue(field, draft.text);
  return read.ok && read.value === register.value ? draft.text : writeValue(field, register.value);
}

/** The next control of the section gets the focus; after the last, the way to the next section. */
function goOn(from: HTMLElement): void {
  const all = [...document.querySelectorAll<HTMLElement>("[data-control]:not(:disabled)")];
  all[all.indexOf(from) + 1]?.focus();
}

function useCommit({ crew, spot, field }: Props) {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const stop = () => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = null;
  };
  useEffect(
    () => () => {
      stop();
      crew.commit(spot, field, true);
    },
    [],
  );
  return {
    onFocus: () => crew.enter(spot.place),
    onInput: (event: Event) => {
      crew.type(spot, field, (event.currentTarget as HTMLInputElement).value);
      stop();
      timer.current = setTimeout(() => crew.commit(spot, field, true), PAUSE_MS);
    },
    onBlur: () => {
      stop();
      crew.commit(spot, field, false);
      crew.leave();
    },
    onKeyDown: (event: KeyboardEvent) => {
      const control = event.currentTarget as HTMLElement;
      const free = control instanceof HTMLTextAreaElement && !(event.ctrlKey || event.metaKey);
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || free) return;
      event.preventDefault();
      stop();
      crew.commit(spot, field, false, true);
      goOn(control);
    },
  };
}

function Line(props: Props) {
  const { spot, field, id, describedBy, disabled } = props;
  const { kind = "text" } = field;
  return (
    <input
      id={id}
      class="input"
      data-control
      type={typeOf(kind)}
      inputMode={NUMBERS.includes(kind) ? "decimal" : undefined}
      enterkeyhint="next"
      autocomplete="off"
      disabled={disabled}
      aria-describedby={describedBy}
      aria-invalid={spot.problem.value !== ""}
      placeholder={t.crew.empty}
      value={shown(field, spot.register.value, spot.draft.value)}
      {...useCommit(props)}
    />
  );
}

/** A long text in a row: one that is a question of its own merges by character. */
function LongCell(props: Props) {
  const { spot, field, id, describedBy, disabled } = props;
  const box = useRef<HTMLTextAreaElement>(null);
  const text = shown(field, spot.register.value, spot.draft.value);
  useEffect(() => {
    if (!box.current) return;
    box.current.style.height = "auto";
    box.current.style.height = `${box.current.scrollHeight + 2}px`;
  }, [text]);
  return (
    <textarea
      ref={box}
      id={id}
      class="input long"
      data-control
      rows={2}
      disabled={disabled}
      aria-describedby={describedBy}
      aria-invalid={spot.problem.value !== ""}
      placeholder={t.crew.empty}
      value={text}
      {...useCommit(props)}
    />
  );
}

function LongText({ crew, spot, id, describedBy, disabled }: Props) {
  const { place } = spot;
  return (
    <LongTextBox
      text={crew.texts.of(place.field)}
      id={id}
      describedBy={describedBy}
      disabled={disabled}
      onEnter={() => crew.enter(place)}
      onLeave={() => crew.leave()}
      onDone={goOn}
    />
  );
}

/** Moves on by Enter and tells where the person is; what is chosen is saved at once. */
function useChoosing({ crew, spot }: Props) {
  return {
    onFocus: () => crew.enter(spot.place),
    onBlur: () => crew.leave(),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      goOn(event.currentTarget as HTMLElement);
    },
  };
}

function Choice(props: Props) {
  const { crew, spot, field, id, describedBy, disabled } = props;
  const register = spot.register.value;
  return (
    <select
      id={id}
      class="input"
      data-control
      disabled={disabled}
      aria-describedby={describedBy}
      value={register.value === null ? "" : String(register.value)}
      onChange={(event) => crew.write(spot, field, event.currentTarget.value || null, register.stamp)}
      {...useChoosing(props)}
    >
      <option value="">{t.crew.choose}</option>
      {field.choices?.map((choice) => (
        <option key={choice} value={choice}>
          {choice}
        </option>
      ))}
    </select>
  );
}

function YesNo(props: Props) {
  const { crew, spot, field, id, describedBy, disabled } = props;
  const register = spot.register.value;
  const choosing = useChoosing(props);
  const choose = (value: boolean) => crew.write(spot, field, register.value === value ? null : value, register.stamp);
  return (
    <div class="yes-no" role="group" aria-labelledby={`${id}-label`} aria-describedby={describedBy}>
      {[true, false].map((value) => (
        <button
          key={String(value)}
          id={value ? id : undefined}
          type="button"
          class="button"
          data-control
          disabled={disabled}
          aria-pressed={register.value === value}
          onClick={() => choose(value)}
          onFocus={choosing.onFocus}
          onBlur={choosing.onBlur}
        >
          {value ? t.crew.yes : t.crew.no}
        </button>
      ))}
    </div>
  );
}

export function Control(props: Props) {
  switch (props.field.kind) {
    case "long_text":
      return props.spot.place.row ? <LongCell {...props} /> : <LongText {...props} />;
    case "choice":
      return <Choice {...props} />;
    case "yes_no":
      return <YesNo {...props} />;
    default:
      return <Line {...props} />;
  }
}
