/** A request for a guest without a phone. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { Icon } from "../../parts/icons";
import { Problem } from "../../parts/problem";
import type { Session } from "../../parts/session";
import { Sheet } from "../../parts/sheet";
import { toast } from "../../parts/toast";
import { sentence, t } from "../../texts";

const LIMITS = { title: 120, artist: 140, note: 140 } as const;

export function AddSheet({ session, onClose }: { session: Session; onClose: () => void }) {
  const words = { title: useSignal(""), artist: useSignal(""), note: useSignal("") };
  const labels = { title: t.floor.song, artist: t.floor.artistOptional, note: t.floor.note };
  const problem = useSignal("");
  const id = useId();
  const send = () => {
    const title = words.title.value.trim();
    if (title === "") {
      problem.value = t.floor.needTitle;
      return;
    }
    const { outcome } = session.room.do({ t: "queue.submit", title, artist: words.artist.value.trim(), note: words.note.value.trim() });
    onClose();
    void outcome.then((result) => {
      if (!result.ok) toast(`${title}: ${sentence(result.code, result.say)}`, { bad: true });
    });
  };
  return (
    <Sheet title={t.desk.addTitle} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {(["title", "artist", "note"] as const).map((name) => (
          <div class="field" key={name}>
            <label for={`${id}-${name}`}>{labels[name]}</label>
            <input
              id={`${id}-${name}`}
              class="input"
              autocomplete="off"
              maxLength={LIMITS[name]}
              autofocus={name === "title"}
              value={words[name].value}
              onInput={(event) => {
                words[name].value = event.currentTarget.value;
                problem.value = "";
              }}
            />
            {name === "title" && <Problem text={problem.value} />}
          </div>
        ))}
        <button type="submit" class="button main">
          <Icon name="add" />
          {t.desk.add}
        </button>
      </form>
    </Sheet>
  );
}
