/**
 * A long text that several people type into at once.
 *
 * A page makes one `new LiveTexts(session.room, browserWorld())`, shows `<LongTextBox text={texts.of("show.notes")} ...>`
 * once the form is there, and calls `texts.flush()` when it is hidden.
 */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Store } from "../../client";
import type { LiveText } from "../../client/text";
import { threeWay } from "../../client/three_way";
import { Problem } from "../../parts/problem";
import { sentence, t } from "../../texts";

/** What a store says now. */
function useStore<T>(store: Store<T>): T {
  const [value, setValue] = useState(store.get());
  useEffect(() => {
    setValue(() => store.get());
    return store.watch((next) => setValue(() => next));
  }, [store]);
  return value;
}

interface Props {
  text: LiveText;
  id: string;
  describedBy: string;
  disabled: boolean;
  /** The person is in the text, or has left it. */
  onEnter?: () => void;
  onLeave?: () => void;
  /** The person is done with it: Ctrl+Enter. */
  onDone?: (box: HTMLElement) => void;
}

/** Keeps the box at what the text says, and the selection where it was while others type. */
function useBox(text: LiveText) {
  const box = useRef<HTMLTextAreaElement>(null);
  const composing = useRef(false);
  /** What the box was given last: whatever else it says was typed by this person. */
  const given = useRef("");
  const marks = useRef<ReturnType<LiveText["mark"]>[]>([]);
  const look = () => {
    const at = box.current;
    if (at && document.activeElement === at) marks.current = [text.mark(at.selectionStart), text.mark(at.selectionEnd)];
  };
  const show = () => {
    const at = box.current;
    if (!at || composing.current) return;
    given.current = text.value.get();
    if (at.value !== given.current) {
      at.value = given.current;
      const [start, end] = marks.current;
      if (start && end && document.activeElement === at) at.setSelectionRange(start.read(), end.read());
    }
    at.style.height = "auto";
    at.style.height = `${at.scrollHeight + 2}px`;
  };
  const write = () => {
    const at = box.current;
    if (!at || composing.current) return;
    const [typed, caret, now] = [at.value, at.selectionStart, text.value.get()];
    const mine = now === given.current ? typed : threeWay(given.current, now, typed);
    given.current = mine;
    // the caret is behind what was typed, also where a character that no text holds was left out
    text.write(mine);
    const said = text.value.get();
    marks.current = Array.from({ length: 2 }, () => text.mark(Math.max(0, caret - (typed.length - said.length))));
    if (said === typed) look();
    show();
  };
  useLayoutEffect(() => {
    show();
    return text.value.watch(show);
  }, [text]);
  useEffect(() => {
    document.addEventListener("selectionchange", look);
    return () => {
      document.removeEventListener("selectionchange", look);
      text.flush();
    };
  }, [text]);
  return { box, composing, write };
}

/** The undo of the browser knows nothing of what others typed: ours takes its place. */
function undoes(event: KeyboardEvent, text: LiveText): boolean {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  const key = event.key.toLowerCase();
  if (key === "z" && !event.shiftKey) text.undo();
  else if (key === "y" || key === "z") text.redo();
  else return false;
  return true;
}

export function LongTextBox({ text, id, describedBy, disabled, onEnter, onLeave, onDone }: Props) {
  const { box, composing, write } = useBox(text);
  const problem = useStore(text.problem);
  return (
    <>
      <textarea
        ref={box}
        id={id}
        class="input long"
        data-control
        rows={2}
        disabled={disabled}
        aria-describedby={describedBy}
        aria-invalid={problem !== null}
        placeholder={t.crew.empty}
        onInput={write}
        onFocus={onEnter}
        onBlur={() => {
          text.flush();
          onLeave?.();
        }}
        onCompositionStart={() => (composing.current = true)}
        onCompositionEnd={() => {
          composing.current = false;
          write();
        }}
        onBeforeInput={(event: InputEvent) => {
          if (event.inputType === "historyUndo") text.undo();
          else if (event.inputType === "historyRedo") text.redo();
          else return;
          event.preventDefault();
        }}
        onKeyDown={(event: KeyboardEvent) => {
          if (undoes(event, text)) event.preventDefault();
          else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing && box.current) {
            event.preventDefault();
            text.flush();
            onDone?.(box.current);
          }
        }}
      />
      <Problem text={problem === null ? "" : sentence(problem.code, problem.say)} />
    </>
  );
}

/** Whether a text has something that is not saved yet, for the line below the field. */
export const useUnsaved = (text: LiveText): boolean => useStore(text.unsaved);
