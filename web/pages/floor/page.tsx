/** The phone page: what plays, what is next, one big button, and the chat. */
import "./floor.css";
import { useSignal } from "@preact/signals";
import { Voice } from "../../parts/announce";
import { Chat } from "../../parts/chat";
import { Icon } from "../../parts/icons";
import type { Session } from "../../parts/session";
import { ConnectionStatus, Ended } from "../../parts/status";
import { Toasts } from "../../parts/toast";
import { TuningButton } from "../../parts/tuning_menu";
import { t } from "../../texts";
import { Mine } from "./mine";
import { NowPlaying } from "./now";
import { RequestSheet } from "./request";
import { FloorSkeleton } from "./skeleton";
import { Waiting } from "./waiting";
import { YouAreNext } from "./your_turn";

type Tab = "songs" | "chat";

export function FloorPage({ session }: { session: Session }) {
  const tab = useSignal<Tab>("songs");
  const asking = useSignal(false);
  const queue = session.state.value.queue;
  if (session.status.value.kind === "ended") return <Ended session={session} />;
  if (!queue) return <FloorSkeleton />;
  return (
    <div class="floor">
      <header class="top">
        <h1 class="grow">{t.floor.title}</h1>
        <ConnectionStatus session={session} />
        <TuningButton />
      </header>
      <main class="floor-body">
        <div class="floor-songs" hidden={tab.value !== "songs"}>
          <NowPlaying queue={queue} />
          <Mine session={session} queue={queue} />
          <Waiting queue={queue} me={session.you.value?.person ?? ""} />
        </div>
        {tab.value === "chat" && (
          <div class="floor-chat">
            <Chat session={session} tips={session.state.value.tips?.alerts ?? []} />
          </div>
        )}
      </main>
      <footer class="floor-foot">
        {tab.value === "songs" && (
          <button type="button" class="button main big" onClick={() => (asking.value = true)}>
            <Icon name="note" />
            {t.floor.request}
          </button>
        )}
        <div class="tabs" role="tablist">
          <TabButton tab={tab} name="songs" icon="list" label={t.floor.title} />
          <TabButton tab={tab} name="chat" icon="chat" label={t.chat.title} />
        </div>
      </footer>
      {asking.value && <RequestSheet session={session} onClose={() => (asking.value = false)} />}
      <YouAreNext session={session} queue={queue} />
      <Toasts />
      <Voice />
    </div>
  );
}

function TabButton({ tab, name, icon, label }: { tab: { value: Tab }; name: Tab; icon: "list" | "chat"; label: string }) {
  return (
    <button type="button" role="tab" aria-selected={tab.value === name} onClick={() => (tab.value = name)}>
      <Icon name={icon} />
      {label}
    </button>
  );
}
