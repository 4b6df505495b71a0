/** A part of a page that comes when somebody first asks for it. */
import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { sentence } from "../texts";
import { OFFLINE } from "./api";
import { toast } from "./toast";

export interface Later<Props> {
  /** The part while it is open. */
  Part: ComponentType<Props> | null;
  open: () => void;
  close: () => void;
}

/** Loads a part once and opens it; without a network it says so. */
export function useLater<Props>(load: () => Promise<ComponentType<Props>>): Later<Props> {
  const part = useSignal<{ Part: ComponentType<Props> } | null>(null);
  const shown = useSignal(false);
  const open = () => {
    void load().then(
      (Part) => {
        part.value ??= { Part };
        shown.value = true;
      },
      () => toast(sentence(OFFLINE, ""), { bad: true }),
    );
  };
  return { Part: shown.value ? (part.value?.Part ?? null) : null, open, close: () => (shown.value = false) };
}
