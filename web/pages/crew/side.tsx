/** Beside the form: who is here, what happened, and notes to each other. */
import { useComputed, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { Avatar } from "../../parts/avatar";
import { Chat } from "../../parts/chat";
import type { Session } from "../../parts/session";
import { t } from "../../texts";
import { filesTexts } from "../../texts/files";
import { type Asking, labelOf } from "./activity";
import { ActivityList } from "./activity_list";
import type { Doings } from "./doings";
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

interface Props {
  crew: Crew;
  doings: Doings;
  onGo: (about: string) => void;
}

export function Side({ crew, doings, onGo }: Props) {
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
          <ActivityList doings={doings} form={{ ...form, lists: crew.form?.lists ?? {} }} onGo={onGo} />
        </div>
      ) : (
        <Chat session={session} looking={session.you.value?.role === "viewer"} />
      )}
    </div>
  );
}
