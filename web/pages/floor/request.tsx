/** Asking for a song: find it or say it, then name and note, then send. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { announce } from "../../parts/announce";
import { Icon } from "../../parts/icons";
import type { Session } from "../../parts/session";
import { Sheet } from "../../parts/sheet";
import { t } from "../../texts";
import { RequestForm } from "./request_form";
import { type Found, type Song, songSearch } from "./songs";

const TITLE_CHARS_MAX = 120;

function Results({ found, text, onPick }: { found: Found; text: string; onPick: (song: Song) => void }) {
  const own = text.trim().slice(0, TITLE_CHARS_MAX);
  const songs = found.kind === "found" ? found.songs : [];
  return (
    <ul class="results">
      {songs.map((song) => (
        <li key={`${song.title} ${song.artist}`}>
          <button type="button" class="result" onClick={() => onPick(song)}>
            <span class="grow">
              <strong class="clip">{song.title}</strong>
              <span class="muted small clip">{song.artist}</span>
            </span>
            <span class="chip good">{t.floor.free}</span>
          </button>
        </li>
      ))}
      {found.kind === "searching" && [1, 2, 3].map((row) => <li key={row} class="bone bone-row" />)}
      {own && (
        <li key="own">
          <button type="button" class="result" onClick={() => onPick({ title: own, artist: "" })}>
            <Icon name="add" />
            <span class="grow">
              <strong class="clip">{t.floor.freeText(own)}</strong>
              <span class="muted small">{t.floor.freeTextSay}</span>
            </span>
            <span class="chip good">{t.floor.free}</span>
          </button>
        </li>
      )}
    </ul>
  );
}

export function RequestSheet({ session, onClose }: { session: Session; onClose: () => void }) {
  const text = useSignal("");
  const picked = useSignal<Song | null>(null);
  const { found, search } = useMemo(() => songSearch(session.room.id.split("/")[1] ?? ""), [session]);
  const result = found.value;
  if (result.kind === "found") announce(t.floor.found(result.songs.length));
  return (
    <Sheet title={t.floor.request} tall onClose={onClose}>
      {picked.value ? (
        <RequestForm session={session} song={picked.value} onBack={() => (picked.value = null)} onDone={onClose} />
      ) : (
        <div class="stack">
          <label class="search">
            <span class="hidden">{t.floor.search}</span>
            <Icon name="search" />
            <input
              class="input"
              type="search"
              autofocus
              maxLength={100}
              placeholder={t.floor.search}
              autocomplete="off"
              autocorrect="off"
              enterkeyhint="search"
              value={text.value}
              onInput={(event) => {
                text.value = event.currentTarget.value;
                search(text.value);
              }}
            />
          </label>
          {text.value.trim() === "" ? (
            <div class="empty">
              <Icon name="note" />
              <strong>{t.floor.searchEmpty}</strong>
              <span>{t.floor.searchEmptySay}</span>
            </div>
          ) : (
            <>
              {result.kind === "failed" && <p class="muted small">{t.floor.searchFailed}</p>}
              <Results found={result} text={text.value} onPick={(song) => (picked.value = song)} />
            </>
          )}
        </div>
      )}
    </Sheet>
  );
}
