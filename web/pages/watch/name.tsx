/** The name this viewer chats under; the identity behind it stays the same. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { enter, Refused } from "../../parts/grant";
import { Icon } from "../../parts/icons";
import { Problem } from "../../parts/problem";
import type { Session } from "../../parts/session";
import { Sheet } from "../../parts/sheet";
import { sentence, t } from "../../texts";

const NAME_CHARS_MAX = 40;

export function NameButton({ session }: { session: Session }) {
  const open = useSignal(false);
  return (
    <>
      <button type="button" class="icon-button" aria-label={t.watch.rename} title={t.watch.asName(session.you.value?.name ?? "")} onClick={() => (open.value = true)}>
        <Icon name="smile" />
      </button>
      {open.value && (
        <Sheet title={t.watch.rename} onClose={() => (open.value = false)}>
          <NameForm session={session} onDone={() => (open.value = false)} />
        </Sheet>
      )}
    </>
  );
}

function NameForm({ session, onDone }: { session: Session; onDone: () => void }) {
  const name = useSignal(session.you.peek()?.name ?? "");
  const problem = useSignal("");
  const id = useId();
  const save = async () => {
    if (name.value.trim() === "") {
      problem.value = t.floor.needName;
      return;
    }
    try {
      session.use((await enter(session.room.id, name.value.trim())).token);
      onDone();
    } catch (error) {
      problem.value = error instanceof Refused ? sentence(error.code, error.say) : t.broken;
    }
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label for={id}>{t.watch.name}</label>
      <input
        id={id}
        class="input"
        maxLength={NAME_CHARS_MAX}
        autocomplete="nickname"
        autofocus
        value={name.value}
        onInput={(event) => {
          name.value = event.currentTarget.value;
          problem.value = "";
        }}
      />
      <Problem text={problem.value} />
      <button type="submit" class="button main">
        {t.watch.saveName}
      </button>
    </form>
  );
}
