/** A dialog that comes up from the foot of a phone and stands in the middle of a laptop. */
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../texts";
import { Icon } from "./icons";

interface Props {
  title: string;
  onClose: () => void;
  tall?: boolean;
  children: ComponentChildren;
}

export function Sheet({ title, onClose, tall = false, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const closing = useRef(onClose);
  closing.current = onClose;
  useLayoutEffect(() => {
    const shown = dialog.current;
    const closed = () => closing.current();
    shown?.showModal();
    shown?.addEventListener("close", closed);
    return () => {
      shown?.removeEventListener("close", closed);
      // closed before it goes, the focus returns to where it was
      shown?.close();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={tall ? "sheet tall" : "sheet"}
      aria-labelledby={heading}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <header>
        <h2 id={heading}>{title}</h2>
        <button type="button" class="icon-button" aria-label={t.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div class="body">{children}</div>
    </dialog>
  );
}
