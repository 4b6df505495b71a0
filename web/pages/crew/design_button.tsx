/** The way into design mode, for owners and managers; the mode itself comes when it is asked for. */
import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { Icon } from "../../parts/icons";
import type { Session } from "../../parts/session";
import { toast } from "../../parts/toast";
import { sentence } from "../../texts";
import { designing } from "../../texts/designing";

type Mode = ComponentType<{ session: Session; onClose: () => void }>;

const ORGANISERS = ["owner", "manager"];

export function DesignButton({ session }: { session: Session }) {
  const open = useSignal(false);
  const mode = useSignal<{ Mode: Mode } | null>(null);
  if (!ORGANISERS.includes(session.you.value?.role ?? "")) return null;
  const show = async () => {
    try {
      mode.value ??= { Mode: (await import("./design_mode")).DesignMode };
      open.value = true;
    } catch {
      toast(sentence("client.offline", ""));
    }
  };
  const Mode = mode.value?.Mode;
  return (
    <>
      <button type="button" class="icon-button" aria-label={designing().open} title={designing().open} onClick={() => void show()}>
        <Icon name="sliders" />
      </button>
      {open.value && Mode && <Mode session={session} onClose={() => (open.value = false)} />}
    </>
  );
}
