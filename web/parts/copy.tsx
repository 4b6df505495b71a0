/** An address to hand on: it is shown whole, and copied with one press. */
import { useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { o } from "../texts/office";
import { announce } from "./announce";
import { Icon } from "./icons";

/** Puts text on the clipboard; false where the browser does not let us, as on plain http. */
export async function copied(text: string): Promise<boolean> {
  try {
    // typed as always there, but missing on plain http
    await (navigator.clipboard as Clipboard | undefined)?.writeText(text);
    return "clipboard" in navigator;
  } catch {
    return false;
  }
}

interface Props {
  label: string;
  text: string;
  big?: boolean;
  /** It has to be read too, all of it: on as many lines as it takes. */
  whole?: boolean;
}

export function CopyField({ label, text, big = false, whole = false }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const done = useSignal(false);
  const take = async () => {
    input.current?.select();
    done.value = await copied(text);
    if (done.value) announce(o.copied);
    setTimeout(() => (done.value = false), 2_500);
  };
  return (
    <div class="form-field">
      <label for={id}>{label}</label>
      <div class={big ? "row wrap" : "row"}>
        {whole ? (
          <textarea ref={input} id={id} class="input copy whole" rows={2} readOnly value={text} onFocus={(event) => event.currentTarget.select()} />
        ) : (
          <input ref={input} id={id} class={big ? "input copy big" : "input copy"} readOnly value={text} onFocus={(event) => event.currentTarget.select()} />
        )}
        <button type="button" class="button" aria-label={`${o.copy}: ${label}`} onClick={() => void take()}>
          <Icon name={done.value ? "check" : "copy"} />
          {done.value ? o.copied : o.copy}
        </button>
      </div>
    </div>
  );
}
