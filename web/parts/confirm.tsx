/** What cannot be undone is asked once more, in the place of its own button. */
import { useSignal } from "@preact/signals";
import { o } from "../texts/office";
import { Icon, type IconName } from "./icons";

interface Props {
  label: string;
  onConfirm: () => void;
  icon?: IconName;
  /** Which one, where the label alone does not tell. */
  about?: string;
}

export function Confirm({ label, onConfirm, icon, about }: Props) {
  const says = about && `${label}: ${about}`;
  const asked = useSignal(false);
  if (!asked.value) {
    return (
      <button type="button" class="button" aria-label={says} onClick={() => (asked.value = true)}>
        {icon && <Icon name={icon} />}
        {label}
      </button>
    );
  }
  return (
    <span class="row" role="group" aria-label={says ?? label}>
      <button
        type="button"
        class="button danger"
        ref={(button) => button?.focus()}
        onClick={() => {
          asked.value = false;
          onConfirm();
        }}
      >
        {o.sure}
      </button>
      <button type="button" class="button plain" onClick={() => (asked.value = false)}>
        {o.cancel}
      </button>
    </span>
  );
}
