/** The last step of a request: whose it is, and a word for the host. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { enter, knownName, Refused } from "../../parts/grant";
import { Icon } from "../../parts/icons";
import { Problem } from "../../parts/problem";
import type { Session } from "../../parts/session";
import { toast } from "../../parts/toast";
import { sentence, t } from "../../texts";
import type { Song } from "./songs";

const NAME_CHARS_MAX = 40;
const WORDS_CHARS_MAX = 140;

interface Props {
  session: Session;
  song: Song;
  onBack: () => void;
  onDone: () => void;
}

export function RequestForm({ session, song, onBack, onDone }: Props) {
  const name = useSignal(knownName());
  const artist = useSignal(song.artist);
  const note = useSignal("");
  const problem = useSignal("");
  const ids = { name: useId(), artist: useId(), note: useId(), problem: useId() };

  const send = async () => {
    const called = name.value.trim();
    if (called === "") {
      problem.value = t.floor.needName;
      return;
    }
    try {
      if (called !== session.you.value?.name) session.use((await enter(session.room.id, called)).token);
    } catch (error) {
      // without a network the request waits and goes out under the name of before
      if (error instanceof Refused) {
        problem.value = sentence(error.code, error.say);
        return;
      }
    }
    const cmd = { t: "queue.submit", title: song.title, artist: artist.value.trim(), note: note.value.trim() } as const;
    const { outcome } = session.room.do(cmd);
    onDone();
    const result = await outcome;
    if (result.ok) toast(t.floor.sent);
    else toast(`${song.title}: ${sentence(result.code, result.say)}`, { bad: true, forMs: 10_000 });
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div class="picked">
        <Icon name="note" />
        <span class="grow">
          <strong>{song.title}</strong>
          {song.artist && <span class="muted small">{song.artist}</span>}
        </span>
        <span class="chip good">{t.floor.free}</span>
      </div>
      {!song.artist && (
        <div class="field">
          <label for={ids.artist}>{t.floor.artistOptional}</label>
          <input id={ids.artist} class="input" maxLength={WORDS_CHARS_MAX} value={artist.value} onInput={(event) => (artist.value = event.currentTarget.value)} />
        </div>
      )}
      <div class="field">
        <label for={ids.name}>{t.floor.name}</label>
        <input
          id={ids.name}
          class="input"
          maxLength={NAME_CHARS_MAX}
          autocomplete="nickname"
          aria-describedby={problem.value ? ids.problem : undefined}
          aria-invalid={problem.value !== ""}
          value={name.value}
          onInput={(event) => {
            name.value = event.currentTarget.value;
            problem.value = "";
          }}
        />
        <Problem id={ids.problem} text={problem.value} />
        <span class="small muted">{t.floor.nameSay}</span>
      </div>
      <div class="field">
        <label for={ids.note}>{t.floor.note}</label>
        <input id={ids.note} class="input" maxLength={WORDS_CHARS_MAX} value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} />
        <span class="small muted">{t.floor.noteSay}</span>
      </div>
      <button type="submit" class="button main big">
        <Icon name="send" />
        {t.floor.confirm}
      </button>
      <p class="muted small centre">{t.floor.costs}</p>
      <button type="button" class="button plain" onClick={onBack}>
        <Icon name="back" />
        {t.floor.back}
      </button>
    </form>
  );
}
