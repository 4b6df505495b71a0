/** Reactions: a row to throw one, and all of them floating by. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Emoji } from "../../client/wire";
import type { Session } from "../../parts/session";
import { t } from "../../texts";

const EMOJIS: readonly Emoji[] = ["👏", "❤️", "🔥", "😂", "🎉", "😮"];
/** More at once would only be noise, and work for the phone. */
const FLOATING_MAX = 24;
const FLOAT_MS = 3_200;
const PAUSE_MS = 250;

export function ReactionBar({ session }: { session: Session }) {
  const last = useRef(0);
  const throwOne = (emoji: Emoji) => {
    if (Date.now() - last.current < PAUSE_MS) return;
    last.current = Date.now();
    session.room.do({ t: "chat.react", emoji });
  };
  return (
    <div class="reactions" role="group" aria-label={t.watch.reactions}>
      {EMOJIS.map((emoji) => (
        <button key={emoji} type="button" aria-label={t.watch.react(emoji)} onClick={() => throwOne(emoji)} disabled={session.status.value.kind !== "live"}>
          {emoji}
        </button>
      ))}
    </div>
  );
}

interface Float {
  key: number;
  emoji: Emoji;
  left: number;
}

export function Floating({ session }: { session: Session }) {
  const floats = useSignal<readonly Float[]>([]);
  const count = useRef(0);
  useEffect(
    () =>
      session.room.noticed.watch((notice) => {
        if (notice.t !== "chat.reacted" || floats.peek().length >= FLOATING_MAX) return;
        count.current += 1;
        const key = count.current;
        floats.value = [...floats.peek(), { key, emoji: notice.emoji, left: 8 + Math.random() * 84 }];
        setTimeout(() => (floats.value = floats.peek().filter((one) => one.key !== key)), FLOAT_MS);
      }),
    [session],
  );
  return (
    <div class="floats" aria-hidden="true">
      {floats.value.map(({ key, emoji, left }) => (
        <span key={key} style={{ left: `${left}%` }}>
          {emoji}
        </span>
      ))}
    </div>
  );
}
