/** The desk: queue, now and room in three columns on a laptop, in tabs on a phone. */
import "./desk.css";
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Queue } from "../../client/wire";
import { Voice } from "../../parts/announce";
import { Chat } from "../../parts/chat";
import { Icon, type IconName } from "../../parts/icons";
import type { Session } from "../../parts/session";
import { Sheet } from "../../parts/sheet";
import { ConnectionStatus, Ended } from "../../parts/status";
import { Toasts } from "../../parts/toast";
import { t } from "../../texts";
import { AddSheet } from "./add";
import { Desk } from "./desk";
import { onKey } from "./keys";
import { NowColumn } from "./now";
import { QueueColumn } from "./queue";
import { RulesSheet } from "./rules";
import { DeskSkeleton } from "./skeleton";

const NO_QUEUE: Queue = {
  rules: { mode: "rotation", locked_max: 2, open_max: 3, length_max: 500 },
  entries: {},
  waiting: [],
  up_next: [],
  playing: null,
  playing_since_ms: 0,
  history: [],
  sung: [],
};

type Tab = "queue" | "now" | "room";
type Open = "" | "add" | "keys" | "rules";

function KeysSheet({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title={t.desk.keysTitle} onClose={onClose}>
      <dl class="keys">
        {t.desk.keyHelp.map(([key, what]) => (
          <div class="row" key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}

function Tabs({ tab }: { tab: { value: Tab } }) {
  const tabs: readonly [Tab, IconName, string][] = [
    ["queue", "list", t.desk.queue],
    ["now", "play", t.desk.now],
    ["room", "chat", t.desk.room],
  ];
  return (
    <nav class="tabs desk-tabs" role="tablist">
      {tabs.map(([name, icon, label]) => (
        <button key={name} type="button" role="tab" aria-selected={tab.value === name} onClick={() => (tab.value = name)}>
          <Icon name={icon} />
          {label}
        </button>
      ))}
    </nav>
  );
}

export function DeskPage({ session }: { session: Session }) {
  const queue = useComputed(() => session.state.value.queue ?? NO_QUEUE);
  const desk = useMemo(() => new Desk(session, queue), [session]);
  const tab = useSignal<Tab>("queue");
  const open = useSignal<Open>("");
  const close = () => (open.value = "");
  useEffect(() => {
    const keys = (event: KeyboardEvent) => onKey(event, desk, { add: () => (open.value = "add"), help: () => (open.value = "keys") });
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, [desk]);
  if (session.status.value.kind === "ended") return <Ended session={session} />;
  if (!session.state.value.queue) return <DeskSkeleton />;
  return (
    <div class="desk">
      <header class="top">
        <h1 class="grow">{t.desk.title}</h1>
        <ConnectionStatus session={session} />
        <button type="button" class="icon-button" aria-label={t.desk.rules} title={t.desk.rules} onClick={() => (open.value = "rules")}>
          <Icon name="sliders" />
        </button>
        <button type="button" class="icon-button" aria-label={t.desk.keysTitle} title={t.desk.keysTitle} onClick={() => (open.value = "keys")}>
          <Icon name="key" />
        </button>
      </header>
      <main class="columns" data-tab={tab.value}>
        <QueueColumn desk={desk} onAdd={() => (open.value = "add")} />
        <NowColumn desk={desk} />
        <section class="column room" aria-label={t.desk.room}>
          <div class="row column-head">
            <h2 class="grow">{t.desk.room}</h2>
            <span class="row small muted">
              <Icon name="people" />
              {t.people(session.here.value.count)}
            </span>
          </div>
          <Chat session={session} moderator />
        </section>
      </main>
      <Tabs tab={tab} />
      {open.value === "add" && <AddSheet session={session} onClose={close} />}
      {open.value === "rules" && <RulesSheet session={session} rules={queue.value.rules} onClose={close} />}
      {open.value === "keys" && <KeysSheet onClose={close} />}
      <Toasts />
      <Voice />
    </div>
  );
}
