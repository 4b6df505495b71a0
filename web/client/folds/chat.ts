/** Mirrors hub/chat/rules.py. */
import type { Behaviour } from "../behaviour";
import type { AnyFact, Chat } from "../wire";

const HISTORY_MAX = 200;

export function foldChat(chat: Chat, fact: AnyFact): Chat {
  switch (fact.t) {
    case "chat.posted":
      return { messages: [...chat.messages.slice(1 - HISTORY_MAX), fact] };
    case "chat.removed":
      return { messages: chat.messages.filter((message) => message.id !== fact.id) };
    default:
      return chat;
  }
}

/** The id of a message that the hub has not numbered yet. */
export const GUESSED = "~";

export const chat: Behaviour<"chat"> = {
  name: "chat",
  prefix: "chat.",
  fold: foldChat,
  guess: (_state, command, { me, id, now }) => {
    if (command.t === "chat.post") {
      const { person, name, role } = me;
      const { text, reply_to = null } = command;
      return [{ t: "chat.posted", id: GUESSED + id, person, name, role, text, at_ms: now, reply_to }];
    }
    return command.t === "chat.remove" ? [{ t: "chat.removed", id: command.message, by: me.person, at_ms: now }] : [];
  },
  settles: (command, fact, me) => {
    if (command.t === "chat.post") return fact.t === "chat.posted" && fact.person === me.person && fact.text === command.text;
    return command.t === "chat.remove" && fact.t === "chat.removed" && fact.id === command.message;
  },
  // what one person says stays in the order they said it
  line: (command) => (command.t === "chat.post" ? "chat" : null),
};
