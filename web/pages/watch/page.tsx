/** The watch page: the stage, and beside or below it the chat. Without video it is a good chat page. */
import "./watch.css";
import type { Stage } from "../../client/wire";
import { Voice } from "../../parts/announce";
import { Chat } from "../../parts/chat";
import { slowNow } from "../../parts/clock";
import { ago, timeOfDay } from "../../parts/format";
import { Icon } from "../../parts/icons";
import type { Session } from "../../parts/session";
import { ConnectionStatus, Ended } from "../../parts/status";
import { Toasts } from "../../parts/toast";
import { TuningButton } from "../../parts/tuning_menu";
import { t } from "../../texts";
import { TipAlerts } from "./alerts";
import { NameButton } from "./name";
import { Floating, ReactionBar } from "./reactions";
import { WatchSkeleton } from "./skeleton";

const DESK_ROLES = ["owner", "manager", "dj", "streamer", "moderator"];

function StageBox({ stage, session }: { stage: Stage; session: Session }) {
  const live = stage.live;
  return (
    <section class={live ? "stage up" : "stage"} aria-labelledby="stage-title">
      <div class="lights" aria-hidden="true">
        <i />
        <i />
        <i />
      </div>
      <div class="stage-words">
        <Icon name="stage" />
        <h1 id="stage-title">{live ? live.title : t.watch.down}</h1>
        <p class="muted">{live ? t.watch.upSay : t.watch.downSay}</p>
      </div>
      <div class="stage-top">
        <span class={live ? "chip bad" : "chip"}>{live ? t.watch.live : t.watch.off}</span>
        {live && (
          <span class="small muted" title={ago(live.at_ms, slowNow.value)}>
            {t.watch.since(timeOfDay(live.at_ms))}
          </span>
        )}
      </div>
      <TipAlerts session={session} />
      <Floating session={session} />
    </section>
  );
}

export function WatchPage({ session }: { session: Session }) {
  const { streams, tips } = session.state.value;
  if (session.status.value.kind === "ended") return <Ended session={session} />;
  if (!streams) return <WatchSkeleton />;
  const role = session.you.value?.role ?? "audience";
  return (
    <main class="watch">
      <StageBox stage={streams} session={session} />
      <div class="side">
        <header class="side-head">
          <span class="row grow">
            <Icon name="people" />
            <strong class="tabular">{t.watch.viewers(session.here.value.count)}</strong>
          </span>
          <ConnectionStatus session={session} />
          {role === "audience" && <NameButton session={session} />}
          <TuningButton />
        </header>
        <Chat session={session} moderator={DESK_ROLES.includes(role)} tips={tips?.alerts ?? []} />
        <ReactionBar session={session} />
      </div>
      <Toasts />
      <Voice />
    </main>
  );
}
