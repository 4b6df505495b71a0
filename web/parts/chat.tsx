/** The chat of a room: what was said, a place to say something, and for the desk how to take it away. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { GUESSED } from "../client/folds/chat";
import type { Posted, Role, TipConfirmed } from "../client/wire";
import { sentence, t } from "../texts";
import { announce } from "./announce";
import { Avatar } from "./avatar";
import { Composer } from "./composer";
import { money, timeOfDay } from "./format";
import { Icon } from "./icons";
import type { Session } from "./session";
import { toast } from "./toast";

/** How long a removal can be undone before it leaves. */
export const UNDO_MS = 10_000;
const NEAR_END_PX = 80;
const CREW: readonly Role[] = ["owner", "manager", "dj", "streamer", "moderator"];

type Line = Posted | TipConfirmed;

/** Messages and tips in the order they came. */
export function lines(messages: readonly Posted[], tips: readonly TipConfirmed[]): Line[] {
  const first = messages[0]?.at_ms ?? 0;
  return [...messages, ...tips.filter((tip) => tip.at_ms >= first)].sort((one, other) => one.at_ms - other.at_ms);
}

export function removeMessage(session: Session, message: Posted): void {
  const { id, outcome } = session.room.do({ t: "chat.remove", message: message.id }, UNDO_MS);
  toast(t.chat.removed(message.name), { forMs: UNDO_MS, undo: () => session.room.recall(id) });
  void outcome.then((result) => {
    if (!result.ok && result.code !== "client.recalled") toast(sentence(result.code, result.say), { bad: true });
  });
}

function Tip({ tip }: { tip: TipConfirmed }) {
  return (
    <li class="message tip">
      <Avatar id={tip.name} name={tip.name} />
      <span class="who">
        <strong>{tip.name}</strong> <span class="amount">{money(tip.amount, tip.currency)}</span>
      </span>
      {tip.text && <p class="text">{tip.text}</p>}
    </li>
  );
}

function Message({ message, onRemove }: { message: Posted; onRemove: (() => void) | null }) {
  const keys = (event: KeyboardEvent) => {
    const row = event.currentTarget as HTMLElement;
    const to = event.key === "ArrowUp" ? row.previousElementSibling : event.key === "ArrowDown" ? row.nextElementSibling : null;
    if (to instanceof HTMLElement) to.focus();
    else if (onRemove && (event.key === "Delete" || event.key.toLowerCase() === "d")) onRemove();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <li class={message.id.startsWith(GUESSED) ? "message sending" : "message"} tabIndex={onRemove ? 0 : -1} onKeyDown={keys}>
      <Avatar id={message.person} name={message.name} />
      <span class="who">
        <strong>{message.name}</strong>
        {CREW.includes(message.role) && <span class="chip accent">{t.chat.crew}</span>}
        <time class="muted" dateTime={new Date(message.at_ms).toISOString()}>
          {timeOfDay(message.at_ms)}
        </time>
      </span>
      <p class="text">{message.text}</p>
      {onRemove && (
        <button type="button" class="icon-button take" tabIndex={-1} aria-label={t.chat.remove(message.name)} onClick={onRemove}>
          <Icon name="trash" />
        </button>
      )}
    </li>
  );
}

/** Keeps the end in view while the reader is there; otherwise counts what came. */
function useFollowing(count: number) {
  const log = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const last = useRef(count);
  const unread = useSignal(0);
  const toEnd = () => {
    following.current = true;
    unread.value = 0;
    log.current?.scrollTo({ top: log.current.scrollHeight });
  };
  useLayoutEffect(() => {
    const added = Math.max(0, count - last.current);
    last.current = count;
    if (following.current) toEnd();
    else unread.value += added;
  }, [count]);
  const onScroll = () => {
    const box = log.current;
    if (!box) return;
    following.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
    if (following.current) unread.value = 0;
  };
  return { log, unread, toEnd, onScroll };
}

function Typing({ session }: { session: Session }) {
  const me = session.you.value?.person;
  const typing = (session.here.value.people ?? []).filter((person) => person.typing && person.id !== me);
  const names = typing.slice(0, 2).map((person) => person.name);
  return <p class="typing small muted">{names.length > 0 && t.chat.typing(names, typing.length - names.length)}</p>;
}

/** Says new messages of others aloud, gathered; only while the chat is on screen. */
function useVoice(session: Session) {
  useEffect(
    () =>
      session.room.happened.watch((fact) => {
        if (fact.t === "chat.posted" && fact.person !== session.you.value?.person) announce(t.chat.said(fact.name, fact.text));
      }),
    [session],
  );
}

interface Props {
  session: Session;
  moderator?: boolean;
  tips?: readonly TipConfirmed[];
  /** Who only looks on has nowhere to write. */
  looking?: boolean;
}

export function Chat({ session, moderator = false, tips = [], looking = false }: Props) {
  const messages = useComputed(() => session.state.value.chat?.messages ?? []);
  const all = lines(messages.value, tips);
  const { log, unread, toEnd, onScroll } = useFollowing(all.length);
  const me = session.you.value?.person;
  const mayRemove = (message: Posted) => !message.id.startsWith(GUESSED) && (moderator || message.person === me);
  useVoice(session);
  return (
    <section class="chat" aria-label={t.chat.title}>
      <div class="log" ref={log} onScroll={onScroll} tabIndex={0} role="log" aria-live="off" aria-label={t.chat.log}>
        {all.length === 0 && (
          <div class="empty">
            <Icon name="chat" />
            <strong>{t.chat.empty}</strong>
            <span>{t.chat.emptySay}</span>
          </div>
        )}
        <ul>
          {all.map((line) =>
            line.t === "tips.confirmed" ? (
              <Tip key={line.id} tip={line} />
            ) : (
              <Message key={line.id} message={line} onRemove={mayRemove(line) ? () => removeMessage(session, line) : null} />
            ),
          )}
        </ul>
        {unread.value > 0 && (
          <button type="button" class="button main later" onClick={toEnd}>
            <Icon name="down" />
            {t.chat.later(unread.value)}
          </button>
        )}
      </div>
      <Typing session={session} />
      {!looking && <Composer session={session} onSent={toEnd} />}
    </section>
  );
}
