/** The songbook's search: as you type, the latest answer counts. */
import { signal } from "@preact/signals";

export interface Song {
  title: string;
  artist: string;
}

export type Found = { kind: "idle" } | { kind: "searching" } | { kind: "found"; songs: readonly Song[] } | { kind: "failed" };

const AFTER_MS = 180;
const LEAST_CHARS = 2;

export function songSearch(floor: string) {
  const found = signal<Found>({ kind: "idle" });
  let timer: ReturnType<typeof setTimeout> | null = null;
  let asked = 0;

  const ask = async (text: string, mine: number) => {
    try {
      const response = await fetch(`/api/floors/${encodeURIComponent(floor)}/songs?q=${encodeURIComponent(text)}`);
      if (!response.ok) throw new Error(String(response.status));
      const songs = (await response.json()) as Song[];
      if (mine === asked) found.value = { kind: "found", songs };
    } catch {
      if (mine === asked) found.value = { kind: "failed" };
    }
  };
  const search = (text: string) => {
    asked += 1;
    const mine = asked;
    if (timer) clearTimeout(timer);
    if (text.trim().length < LEAST_CHARS) {
      found.value = { kind: "idle" };
      return;
    }
    if (found.value.kind !== "found") found.value = { kind: "searching" };
    timer = setTimeout(() => void ask(text.trim(), mine), AFTER_MS);
  };
  return { found, search };
}
