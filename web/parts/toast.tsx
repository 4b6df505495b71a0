/** Short words at the foot of the page: what just happened, and for a while how to undo it. */
import { signal } from "@preact/signals";
import { t } from "../texts";
import { announce } from "./announce";
import { Icon } from "./icons";

interface Toast {
  key: number;
  text: string;
  bad: boolean;
  forMs: number;
  undo: (() => void) | null;
}

const toasts = signal<readonly Toast[]>([]);
let count = 0;

const MOST = 3;
const READ_MS = 5_000;

export function dismiss(key: number): void {
  toasts.value = toasts.value.filter((toast) => toast.key !== key);
}

/** Shows a toast; returns its key. */
export function toast(text: string, { bad = false, forMs = READ_MS, undo = null }: Partial<Omit<Toast, "key" | "text">> = {}): number {
  count += 1;
  const key = count;
  // the same words again take the place of the first, unless each can be undone
  const others = toasts.value.filter((other) => other.text !== text || other.undo !== null);
  toasts.value = [...others, { key, text, bad, forMs, undo }].slice(-MOST);
  setTimeout(() => dismiss(key), forMs);
  announce(text);
  return key;
}

function Remaining({ ms }: { ms: number }) {
  const run = (element: HTMLElement | null) => {
    if (element?.getAnimations().length === 0) {
      element.animate([{ transform: "scaleX(1)" }, { transform: "scaleX(0)" }], { duration: ms, fill: "forwards" });
    }
  };
  return <span class="left" ref={run} />;
}

export function Toasts() {
  return (
    <div class="toasts">
      {toasts.value.map(({ key, text, bad, undo, forMs }) => (
        <div class={bad ? "toast bad" : "toast"} key={key}>
          {bad && <Icon name="warning" />}
          <p class="grow">{text}</p>
          {undo && (
            <button
              type="button"
              class="button plain"
              onClick={() => {
                undo();
                dismiss(key);
              }}
            >
              <Icon name="undo" />
              {t.undo}
            </button>
          )}
          <button type="button" class="icon-button" aria-label={t.close} onClick={() => dismiss(key)}>
            <Icon name="close" />
          </button>
          {undo && <Remaining ms={forMs} />}
        </div>
      ))}
    </div>
  );
}
