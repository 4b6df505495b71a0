/** Where a message is written: Enter sends, Shift-Enter starts a line. */
import { useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { sentence, t } from "../texts";
import { Icon } from "./icons";
import { Problem } from "./problem";
import type { Session } from "./session";

const MOST_CHARS = 500;
const TYPING_EVERY_MS = 3_000;
const TYPING_ENDS_MS = 5_000;

/** Tells the others that this person types, not more often than needed, and when they stopped. */
function useTyping(session: Session) {
  const state = useRef<{ toldAt: number; end: ReturnType<typeof setTimeout> | null }>({ toldAt: 0, end: null });
  const stop = () => {
    if (state.current.toldAt > 0) session.room.do({ t: "presence.typing", on: false });
    state.current.toldAt = 0;
  };
  const type = () => {
    const { toldAt, end } = state.current;
    if (Date.now() - toldAt > TYPING_EVERY_MS) {
      session.room.do({ t: "presence.typing", on: true });
      state.current.toldAt = Date.now();
    }
    if (end) clearTimeout(end);
    state.current.end = setTimeout(stop, TYPING_ENDS_MS);
  };
  return { type, stop };
}

export function Composer({ session, onSent }: { session: Session; onSent: () => void }) {
  const text = useSignal("");
  const problem = useSignal("");
  const box = useRef<HTMLTextAreaElement>(null);
  const problemId = useId();
  const typing = useTyping(session);

  const fit = () => {
    const area = box.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  };
  const send = () => {
    const said = text.value.trim();
    if (said === "") return;
    const { outcome } = session.room.do({ t: "chat.post", text: said });
    text.value = "";
    problem.value = "";
    if (box.current) box.current.style.height = "auto";
    box.current?.focus();
    typing.stop();
    onSent();
    void outcome.then((result) => {
      if (result.ok) return;
      problem.value = sentence(result.code, result.say);
      // what was refused is given back, not lost
      if (text.value === "") text.value = said;
    });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Problem id={problemId} text={problem.value} />
      <div class="compose">
        <textarea
          ref={box}
          class="input"
          rows={1}
          maxLength={MOST_CHARS}
          aria-label={t.chat.label}
          aria-describedby={problem.value ? problemId : undefined}
          placeholder={t.chat.write}
          enterkeyhint="send"
          data-chat
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
            fit();
            typing.type();
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="submit" class="icon-button send" aria-label={t.chat.send} disabled={text.value.trim() === ""}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}
