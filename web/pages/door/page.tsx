/** The door: find a name, tap, next. Several doors count at once, and one without a network goes on. */
import "./door.css";
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { taken } from "../../client/folds/guests";
import type { Form } from "../../client/wire";
import { Voice } from "../../parts/announce";
import { Icon } from "../../parts/icons";
import type { Session } from "../../parts/session";
import { ConnectionStatus, Ended } from "../../parts/status";
import { toast, Toasts } from "../../parts/toast";
import { sentence, t } from "../../texts";
import { counted, found, type Guest, guests } from "./list";

function Skeleton() {
  return (
    <div class="door" aria-busy="true">
      <header class="top">
        <h1 class="grow">{t.door.title}</h1>
        <span class="status">{t.status.connecting}</span>
      </header>
    </div>
  );
}

/** The check-ins of this device that the hub does not have yet, by row. */
function unsent(session: Session): Map<string, number> {
  const rows = new Map<string, number>();
  for (const { cmd, acked } of session.waiting.value) {
    if (cmd.t === "advance.check_in" && acked === null) rows.set(cmd.row, (rows.get(cmd.row) ?? 0) + 1);
  }
  return rows;
}

export function DoorPage({ session }: { session: Session }) {
  const typed = useSignal("");
  const open = useSignal(false);
  const list = useRef<HTMLOListElement>(null);
  const form = session.state.value.advancing_sync;
  if (session.status.value.kind === "ended") return <Ended session={session} />;
  if (!form) return <Skeleton />;
  const all = guests(form);
  const shown = found(all, typed.value).filter((guest) => !open.value || guest.inside < guest.people);
  const waiting = unsent(session);
  const count = (guest: Guest, by: number) => {
    const { outcome } = session.room.do({ t: "advance.check_in", row: guest.id, count: by });
    void outcome.then((result) => {
      if (!result.ok && result.code !== "client.recalled") toast(sentence(result.code, result.say), { bad: true });
    });
  };
  return (
    <div class="door">
      <header class="top">
        <div class="grow headline">
          <h1 class="clip">{t.door.title}</h1>
          <p class="small muted clip">{String(form.fields["show.title"]?.value ?? "")}</p>
        </div>
        <ConnectionStatus session={session} />
      </header>
      <main>
        <Numbers form={form} all={all} />
        {session.status.value.kind === "waiting" && (
          <p class="door-away" role="status">
            <Icon name="warning" />
            {t.door.away([...waiting.values()].reduce((sum, each) => sum + each, 0))}
          </p>
        )}
        <div class="door-search">
          <label class="hidden" for="door-name">
            {t.door.search}
          </label>
          <input
            id="door-name"
            type="search"
            class="input"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            placeholder={t.door.search}
            value={typed.value}
            onInput={(event) => (typed.value = event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") list.current?.querySelector<HTMLElement>("button.main")?.focus();
              if (event.key === "Escape") typed.value = "";
            }}
          />
          <button type="button" class="button" aria-pressed={open.value} onClick={() => (open.value = !open.value)}>
            {t.door.notIn}
          </button>
        </div>
        {shown.length === 0 && <p class="muted door-none">{all.length === 0 ? t.door.empty : t.door.nobody(typed.value)}</p>}
        <ol class="door-list" ref={list}>
          {shown.map((guest) => (
            <Line key={guest.id} guest={guest} waits={waiting.has(guest.id)} onCount={(by) => count(guest, by)} />
          ))}
        </ol>
      </main>
      <Toasts />
      <Voice />
    </div>
  );
}

function Numbers({ form, all }: { form: Form; all: readonly Guest[] }) {
  const { inside, people } = counted(all);
  const allotment = form.fields["guest_list.allotment"]?.value;
  return (
    <p class="door-numbers">
      <strong>{t.door.inside(inside, people)}</strong>
      {typeof allotment === "number" && <span class="chip">{t.crew.guests(taken(form), allotment)}</span>}
    </p>
  );
}

function Line({ guest, waits, onCount }: { guest: Guest; waits: boolean; onCount: (by: number) => void }) {
  const { name, about, people, inside, approved } = guest;
  const called = name || t.nobody;
  const left = people - inside;
  return (
    <li class={left <= 0 ? "door-line all-in" : "door-line"} data-guest={guest.id}>
      <div class="grow">
        <p class="door-name">
          {called}
          {people > 1 && <span class="muted"> +{people - 1}</span>}
        </p>
        {about.length > 0 && <p class="small muted">{about.join(" · ")}</p>}
        <p class="small door-state">
          {inside > 0 && <span class="chip good">{t.door.inside(inside, people)}</span>}
          {approved === null && <span class="chip">{t.door.notApproved}</span>}
          {approved === false && <span class="chip bad">{t.door.declined}</span>}
          {waits && <span class="chip">{t.door.kept}</span>}
        </p>
      </div>
      <div class="door-buttons">
        {inside > 0 && (
          <button type="button" class="button" aria-label={t.door.back(called)} onClick={() => onCount(-1)}>
            <Icon name="minus" />
          </button>
        )}
        {left > 1 && approved !== false && (
          <button type="button" class="button" aria-label={t.door.all(called, left)} onClick={() => onCount(left)}>
            +{left}
          </button>
        )}
        {left > 0 && approved !== false && (
          <button type="button" class="button main" aria-label={t.door.one(called)} onClick={() => onCount(1)}>
            <Icon name="check" />
          </button>
        )}
      </div>
    </li>
  );
}
