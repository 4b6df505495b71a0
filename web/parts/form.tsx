/** Forms: what was wrong stands beside what caused it, and nothing is sent twice. */
import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { sentence } from "../texts";
import { o } from "../texts/office";
import { freshAttempt, Refused } from "./api";
import { Problem } from "./problem";

/** What went wrong, and the field it is about; "" is the form as a whole. */
interface Fault {
  field: string;
  text: string;
}

export interface Sending {
  busy: Signal<boolean>;
  fault: Signal<Fault | null>;
  /** Runs once at a time; `attempt` stays the same until it succeeded. Resolves to whether it did. */
  run: (what: (attempt: string) => Promise<unknown>) => Promise<boolean>;
  /** Says what is wrong without asking the hub. */
  wrong: (field: string, text: string) => void;
}

/** `causes` says which field a refusal is about. */
export function useSending(causes: Record<string, string> = {}): Sending {
  const busy = useSignal(false);
  const fault = useSignal<Fault | null>(null);
  const attempt = useRef("");
  const run = async (what: (attempt: string) => Promise<unknown>) => {
    if (busy.value) return false;
    busy.value = true;
    fault.value = null;
    attempt.current ||= freshAttempt();
    try {
      await what(attempt.current);
      attempt.current = "";
      return true;
    } catch (error) {
      const { code, say } = error instanceof Refused ? error : { code: "", say: "" };
      if (!(error instanceof Refused)) console.error(error);
      // what was refused may be sent again with other words: that is another attempt
      if (code !== "client.offline") attempt.current = "";
      fault.value = { field: causes[code] ?? "", text: sentence(code, say) };
      return false;
    } finally {
      busy.value = false;
    }
  };
  return { busy, fault, run, wrong: (field, text) => (fault.value = { field, text }) };
}

interface FormProps {
  sending: Sending;
  onSubmit: () => void;
  children: ComponentChildren;
  /** The word on the button; without one the form brings its own. */
  action?: string;
  class?: string;
}

/** After a refusal the field that caused it has the focus. */
export function Form({ sending, onSubmit, children, action, class: look = "stack" }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const fault = sending.fault.value;
  useEffect(() => {
    if (fault?.field) form.current?.querySelector<HTMLElement>(`[name="${fault.field}"]`)?.focus();
  }, [fault]);
  return (
    <form
      ref={form}
      class={look}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const missing = Array.from(event.currentTarget.elements).find((each) => !(each as HTMLInputElement).checkValidity());
        if (missing instanceof HTMLInputElement || missing instanceof HTMLSelectElement) sending.wrong(missing.name, missingSay(missing));
        else onSubmit();
      }}
    >
      {children}
      {fault?.field === "" && <Problem text={fault.text} />}
      {action && (
        <button type="submit" class="button main" disabled={sending.busy.value}>
          {action}
        </button>
      )}
    </form>
  );
}

/** The browser's finding in our words. */
function missingSay(input: HTMLInputElement | HTMLSelectElement): string {
  const { validity } = input;
  if (validity.valueMissing) return o.form.missing;
  if (validity.typeMismatch && input.type === "email") return o.form.mail;
  if (validity.tooShort && input instanceof HTMLInputElement) return o.form.short(input.minLength);
  return o.form.wrong;
}

type Kind = "text" | "email" | "password" | "date" | "datetime-local" | "search" | "color" | "tel";

interface FieldProps {
  label: string;
  name: string;
  value: Signal<string>;
  sending: Sending;
  type?: Kind;
  hint?: string;
  required?: boolean;
  minLength?: number;
  maxLength?: number;
  autocomplete?: string;
  inputMode?: "numeric" | "text";
  list?: string;
  focus?: boolean;
}

/** The ids that tie a field to its words, and the words. */
function useWords(name: string, sending: Sending, hint: string | undefined) {
  const id = useId();
  const fault = sending.fault.value;
  const wrong = fault?.field === name ? fault.text : "";
  const described = [wrong && `${id}-wrong`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return { id, wrong, described: described || undefined };
}

/** A text field with its label, its hint and what is wrong with it. */
export function Field({ label, name, value, sending, hint, type = "text", maxLength = 200, focus = false, ...rest }: FieldProps) {
  const { id, wrong, described } = useWords(name, sending, hint);
  const input = useRef<HTMLInputElement>(null);
  // the types give each kind of input attributes of its own; all of ours take these
  const kind = type as "text";
  useEffect(() => {
    if (focus) input.current?.focus();
  }, []);
  return (
    <div class="form-field">
      <label for={id}>{label}</label>
      <input
        {...rest}
        ref={input}
        id={id}
        class="input"
        name={name}
        type={kind}
        autofocus={focus}
        maxLength={maxLength}
        value={value.value}
        aria-invalid={wrong ? "true" : undefined}
        aria-describedby={described}
        onInput={(event) => (value.value = event.currentTarget.value)}
      />
      {wrong && <Problem id={`${id}-wrong`} text={wrong} />}
      {hint && (
        <p class="small muted" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  name: string;
  value: Signal<string>;
  sending: Sending;
  choices: readonly (readonly [string, string])[];
  hint?: string;
}

/** One of several, by value and word. */
export function Choice({ label, name, value, sending, choices, hint }: ChoiceProps) {
  const { id, wrong, described } = useWords(name, sending, hint);
  return (
    <div class="form-field">
      <label for={id}>{label}</label>
      <select id={id} class="input" name={name} value={value.value} aria-describedby={described} onChange={(event) => (value.value = event.currentTarget.value)}>
        {choices.map(([key, word]) => (
          <option key={key} value={key}>
            {word}
          </option>
        ))}
      </select>
      {wrong && <Problem id={`${id}-wrong`} text={wrong} />}
      {hint && (
        <p class="small muted" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** A line to tick. */
export function Tick({ label, value }: { label: string; value: Signal<boolean> }) {
  return (
    <label class="tick-line">
      <input type="checkbox" checked={value.value} onChange={(event) => (value.value = event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}
