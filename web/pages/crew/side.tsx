/** Beside the form: who is here, what happened, and notes to each other. */
import type { Signal } from "@preact/signals";
import { useComputed, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { Ago } from "../../parts/ago";
import { Avatar } from "../../parts/avatar";
import { Chat } from "../../parts/chat";
import { timeOfDay } from "../../parts/format";
import { Icon } from "../../parts/icons";
import type { Session } from "../../parts/session";
import { t } from "../../texts";
import { filesTexts } from "../../texts/files";
import { type Asking, labelOf, type Line, sayLine } from "./activity";
import { FilesPanel } from "./files_panel";
import type { Crew } from "./form";

function Here({ session, form }: { session: Session; form: Asking }) {
  const { count, people } = session.here.value;
  const me = session.you.value?.person;
  return (
    <section class="stack here">
      <h2 class="label">{t.crew.here}</h2>
      {people === null ? (
        <p>{t.people(count)}</p>
      ) : (
        <ul class="here-list">
          {people.map((person) => (
            <li key={person.id} class="row">
              <Avatar id={person.id} name={person.name} />
              <span class="grow">
                <strong class="clip">{person.id === me ? `${person.name} (${t.you})` : person.name}</strong>
                {person.focus && <span class="small muted clip">{labelOf(form, person.focus).label}</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
      {count <= 1 && <p class="small muted">{t.crew.alone}</p>}
    </section>
  );
}

function Activity({ form, lines: heard, onGo }: { form: Asking; lines: Signal<readonly Line[]>; onGo: (field: string) => void }) {
  const lines = heard.value;
  if (lines.length === 0) {
    return (
      <div class="empty">
        <Icon name="clock" />
        <span>{t.crew.activityEmpty}</span>
      </div>
    );
  }
  // only what was written carries a name; the same person's other lines borrow it
  const names = new Map(lines.filter((line) => line.name).map((line) => [line.person, line.name]));
  return (
    <ol class="activity">
      {lines.map((line) => ({ ...line, name: line.name || (names.get(line.person) ?? "") })).map((line) => (
        <li key={line.key}>
          <button type="button" onClick={() => onGo(line.about.split("#")[0] ?? "")}>
            <Avatar id={line.person} name={line.name || t.nobody} small />
            <span class="grow">
              <span class="activity-text">{sayLine(form, line)}</span>
              <time class="small muted" dateTime={new Date(line.at).toISOString()} title={timeOfDay(line.at)}>
                <Ago at={line.at} say={(when) => [line.name, when].filter(Boolean).join(", ")} />
              </time>
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}

interface Props {
  crew: Crew;
  lines: Signal<readonly Line[]>;
  onGo: (field: string) => void;
}

export function Side({ crew, lines, onGo }: Props) {
  const { session } = crew;
  const schema = crew.views.schema.value;
  const form = useMemo(() => ({ schema: schema ?? { sections: [] } }), [schema]);
  const tab = useSignal<"activity" | "notes" | "files">("activity");
  // whoever came for some sections only may have no part in the chat
  const notes = useComputed(() => session.state.value.chat !== undefined).value;
  return (
    <div class="side">
      <Here session={session} form={form} />
      <div class="tabs" role="tablist">
        <button type="button" role="tab" aria-selected={tab.value === "activity"} onClick={() => (tab.value = "activity")}>
          {t.crew.activity}
        </button>
        {notes && (
          <button type="button" role="tab" aria-selected={tab.value === "notes"} onClick={() => (tab.value = "notes")}>
            {t.crew.notes}
          </button>
        )}
        <button type="button" role="tab" aria-selected={tab.value === "files"} onClick={() => (tab.value = "files")}>
          {filesTexts().tab}
        </button>
      </div>
      {tab.value === "files" ? (
        <div class="side-scroll" tabIndex={0} role="region" aria-label={filesTexts().tab}>
          <FilesPanel crew={crew} onGo={onGo} />
        </div>
      ) : tab.value === "activity" || !notes ? (
        <div class="side-scroll" tabIndex={0} role="region" aria-label={t.crew.activity}>
          <Activity form={form} lines={lines} onGo={onGo} />
        </div>
      ) : (
        <Chat session={session} looking={session.you.value?.role === "viewer"} />
      )}
    </div>
  );
}
