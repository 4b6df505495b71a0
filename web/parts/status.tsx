/** The connection, in words. */
import { useEffect } from "preact/hooks";
import type { Status } from "../client";
import { sentence, t } from "../texts";
import { announce } from "./announce";
import { now } from "./clock";
import { Icon } from "./icons";
import type { Session } from "./session";

const SAVING_AFTER_MS = 1_500;

/** What to say, and which of the three looks it has. */
export function words(status: Status, waiting: number, slow: number, nowMs: number): { text: string; look: "live" | "away" | "over" | "" } {
  switch (status.kind) {
    case "live":
      return { text: slow > 0 ? t.status.saving(slow) : t.status.live, look: "live" };
    case "connecting":
      return { text: t.status.connecting, look: "" };
    case "ended":
      return { text: t.status.over, look: "over" };
    case "waiting": {
      const seconds = Math.max(0, Math.ceil((status.until - nowMs) / 1000));
      if (status.offline) return { text: waiting > 0 ? t.status.offlineWith(waiting) : t.status.offline, look: "away" };
      return { text: waiting > 0 ? t.status.backWith(seconds, waiting) : t.status.back(seconds), look: "away" };
    }
  }
}

export function ConnectionStatus({ session }: { session: Session }) {
  const status = session.status.value;
  const waiting = session.waiting.value;
  const slow = waiting.filter((item) => item.sentAt !== null && now.value - item.sentAt > SAVING_AFTER_MS).length;
  const { text, look } = words(status, waiting.length, slow, now.value);
  const kind = status.kind === "waiting" && status.offline ? "offline" : status.kind;
  useEffect(() => {
    if (kind !== "connecting") announce(text);
    // what counts down on screen is not read out: only that it changed
  }, [kind]);
  return <span class={`status ${look}`}>{text}</span>;
}

/** The page can do nothing more: why, and what to do. */
export function Over({ title, say, onAgain }: { title: string; say: string; onAgain?: () => void }) {
  return (
    <main class="over-screen">
      <Icon name="link" />
      <h1>{title}</h1>
      <p class="muted">{say}</p>
      {onAgain && (
        <button type="button" class="button main" onClick={onAgain}>
          {t.over.again}
        </button>
      )}
    </main>
  );
}

/** The screen instead of the page when the connection is over for good; null while it is not. */
export function Ended({ session }: { session: Session }) {
  const status = session.status.value;
  if (status.kind !== "ended") return null;
  return <Over title={t.over.title} say={sentence(status.code, status.say)} onAgain={() => session.use(session.token.value)} />;
}
