/** What people say to each other about one question. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Field } from "../../client/wire";
import { freshId } from "../../client/world";
import { Ago } from "../../parts/ago";
import { Avatar } from "../../parts/avatar";
import { Icon } from "../../parts/icons";
import { Problem } from "../../parts/problem";
import { Sheet } from "../../parts/sheet";
import { sentence, t } from "../../texts";
import { agreeing } from "../../texts/agreeing";
import { notesOf } from "./agree";
import type { Crew, Opened } from "./form";

const MOST_CHARS = 2_000;

/** How many notes there are, and the way to them; nothing while there are none. */
export function ThreadButton({ crew, field, at }: { crew: Crew; field: Field; at: string }) {
  const { thread } = crew.views.question(at);
  const count = useComputed(() => notesOf(thread.value).length).value;
  if (count === 0) return null;
  return (
    <button
      type="button"
      class="thread-button"
      aria-label={agreeing().notes(field.label, count)}
      aria-haspopup="dialog"
      onClick={(event) => (crew.notes.value = { field, key: at, from: event.currentTarget })}
    >
      <Icon name="chat" />
      {count}
    </button>
  );
}

function Lines({ crew, at }: { crew: Crew; at: string }) {
  const notes = notesOf(crew.views.question(at).thread.value);
  const role = crew.session.you.value?.role;
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => list.current?.lastElementChild?.scrollIntoView({ block: "nearest" }), [notes.length]);
  if (notes.length === 0) return <p class="muted">{agreeing().noteEmpty}</p>;
  return (
    <ol class="thread" ref={list}>
      {notes.map(([id, note]) => (
        <li key={id}>
          <Avatar id={note.by} name={note.name} small />
          <div class="grow">
            <p class="small muted">
              <strong>{note.by === crew.me ? t.you : note.name}</strong>, <Ago at={note.at_ms} />
            </p>
            <p class="thread-text">{note.text}</p>
          </div>
          {(note.by === crew.me || role === "owner" || role === "manager") && (
            <button
              type="button"
              class="icon-button"
              aria-label={agreeing().noteRemove(note.name)}
              onClick={() => crew.ask({ field: at }, { t: "advance.remove_note", field: at, id })}
            >
              <Icon name="trash" />
            </button>
          )}
        </li>
      ))}
    </ol>
  );
}

export function Thread({ crew, opened }: { crew: Crew; opened: Opened }) {
  const { field, key } = opened;
  const text = useSignal("");
  const problem = useSignal("");
  const box = useRef<HTMLTextAreaElement>(null);
  const close = () => {
    crew.notes.value = null;
    opened.from.focus({ preventScroll: true });
  };
  const add = () => {
    const said = text.value.trim();
    if (said === "") return;
    text.value = "";
    problem.value = "";
    box.current?.focus();
    void crew.session.room.do({ t: "advance.add_note", field: key, id: freshId(), text: said }).outcome.then((result) => {
      if (result.ok) return;
      problem.value = sentence(result.code, result.say);
      // what was refused is given back, not lost
      if (text.value === "") text.value = said;
    });
  };
  return (
    <Sheet title={agreeing().noteOn(field.label)} onClose={close}>
      <Lines crew={crew} at={key} />
      {!crew.views.looking.value && (
        <form
          class="thread-form"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <Problem text={problem.value} />
          <div class="compose">
            <textarea
              ref={box}
              class="input"
              rows={1}
              maxLength={MOST_CHARS}
              aria-label={agreeing().note}
              placeholder={agreeing().note}
              data-chat
              value={text.value}
              onInput={(event) => (text.value = event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
                event.preventDefault();
                add();
              }}
            />
            <button type="submit" class="icon-button send" aria-label={agreeing().noteAdd} disabled={text.value.trim() === ""}>
              <Icon name="send" />
            </button>
          </div>
        </form>
      )}
    </Sheet>
  );
}
