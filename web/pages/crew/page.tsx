/** The crew form: sections at the left, the questions in the middle, people and activity at the right. */
import "./crew.css";
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Place } from "../../client/folds/advance";
import type { Field, Form, Section } from "../../client/wire";
import { Voice } from "../../parts/announce";
import { Avatars } from "../../parts/avatar";
import { dayText } from "../../parts/dates";
import { roomOf, titleOf } from "../../parts/grant";
import { Icon } from "../../parts/icons";
import type { Session } from "../../parts/session";
import { Sheet } from "../../parts/sheet";
import { ConnectionStatus, Ended } from "../../parts/status";
import { Toasts } from "../../parts/toast";
import { t } from "../../texts";
import { follow } from "./activity";
import { FieldView } from "./field";
import { Crew } from "./form";
import { RowsView } from "./rows";
import { Sections } from "./sections";
import { Side } from "./side";
import { CrewSkeleton } from "./skeleton";

/** Where a phone has a sheet and a laptop a column. */
const WIDE = "(min-width: 1180px)";

function fieldAt(form: Form | undefined, { field, column }: Place): Field | undefined {
  const [sectionKey, fieldKey] = field.split(".");
  const found = form?.schema.sections.find((one) => one.key === sectionKey)?.fields.find((one) => one.key === fieldKey);
  return column ? found?.columns?.find((one) => one.key === column) : found;
}

/** The section named by the address, so that it survives a reload and can be sent to somebody. */
function useSection(form: Form | undefined) {
  const named = useSignal(location.hash.slice(1));
  useEffect(() => {
    const read = () => (named.value = location.hash.slice(1));
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  const sections = form?.schema.sections ?? [];
  const at = Math.max(0, sections.findIndex((section) => section.key === named.value));
  const choose = (key: string) => {
    history.replaceState(history.state, "", `#${key}`);
    named.value = key;
    document.querySelector(".form")?.scrollTo({ top: 0 });
    scrollTo({ top: 0 });
  };
  return { section: sections[at], before: sections[at - 1], after: sections[at + 1], choose };
}

function Questions({ crew, form, section }: { crew: Crew; form: Form; section: Section }) {
  return (
    <div class="questions">
      {section.fields.map((field) => {
        const key = `${section.key}.${field.key}`;
        return field.kind === "list" ? (
          <RowsView key={key} crew={crew} form={form} field={field} list={key} heads={field.label === section.label} />
        ) : (
          <FieldView key={key} crew={crew} form={form} field={field} place={{ field: key }} />
        );
      })}
    </div>
  );
}

/** The show in one line: what, when, where. Until its title is answered it is called as whoever let us in calls it. */
function headline(form: Form): { title: string; about: string } {
  const text = (key: string) => String(form.fields[key]?.value ?? "");
  const title = text("show.title") || titleOf("crew", roomOf("crew", location.pathname)) || t.crew.title;
  return { title, about: [dayText(text("show.date")), text("show.venue"), text("show.city")].filter(Boolean).join(" · ") };
}

export function CrewPage({ session }: { session: Session }) {
  const crew = useMemo(() => new Crew(session), [session]);
  const lines = useMemo(() => follow(session), [session]);
  const sheet = useSignal<"" | "sections" | "side">("");
  const form = session.state.value.advancing_sync;
  const { section, before, after, choose } = useSection(form);
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
      const typing = event.target instanceof HTMLElement && event.target.matches("[data-control], [data-chat]");
      // while something is typed and not saved yet, undo is the browser's own
      if (typing && (event.target.matches("[data-chat]") || crew.typing)) return;
      event.preventDefault();
      crew.undo((place) => fieldAt(crew.form, place));
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, [crew]);
  if (session.status.value.kind === "ended") return <Ended session={session} />;
  if (!form || !section) return <CrewSkeleton />;
  const { title, about } = headline(form);
  const go = (field: string) => {
    sheet.value = "";
    choose(field.split(".")[0] ?? "");
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-field="${field}"]`)?.scrollIntoView({ block: "center" }));
  };
  return (
    <div class="crew">
      <header class="top">
        <button type="button" class="icon-button only-small" aria-label={t.crew.sections} onClick={() => (sheet.value = "sections")}>
          <Icon name="list" />
        </button>
        <div class="grow headline">
          <h1 class="clip">{title}</h1>
          {about && <p class="small muted clip">{about}</p>}
        </div>
        <span class="only-middle">
          <Avatars people={session.here.value.people ?? []} />
        </span>
        {crew.looking && <span class="chip">{t.crew.looking}</span>}
        <ConnectionStatus session={session} />
        <button type="button" class="icon-button not-wide" aria-label={t.crew.activity} onClick={() => (sheet.value = "side")}>
          <Icon name="clock" />
        </button>
      </header>
      <div class="crew-columns">
        <nav class="sections" aria-label={t.crew.sections}>
          <Sections crew={crew} form={form} current={section.key} onChoose={choose} />
        </nav>
        <main class="form" aria-labelledby="section-heading">
          <h2 id="section-heading">{section.label}</h2>
          <Questions key={section.key} crew={crew} form={form} section={section} />
          <div class="onward">
            {before && (
              <button type="button" class="button" onClick={() => choose(before.key)} aria-label={`${t.crew.previous}: ${before.label}`}>
                <Icon name="back" />
                {before.label}
              </button>
            )}
            <span class="grow" />
            {after && (
              <button type="button" class="button main" data-control onClick={() => choose(after.key)} aria-label={`${t.crew.next}: ${after.label}`}>
                {after.label}
                <Icon name="down" />
              </button>
            )}
          </div>
          <p class="small muted only-wide">{t.crew.keysHelp}</p>
        </main>
        {matchMedia(WIDE).matches && <Side session={session} form={form} lines={lines} onGo={go} />}
      </div>
      {sheet.value === "sections" && (
        <Sheet title={t.crew.sections} tall onClose={() => (sheet.value = "")}>
          <Sections
            crew={crew}
            form={form}
            current={section.key}
            onChoose={(key) => {
              sheet.value = "";
              choose(key);
            }}
          />
        </Sheet>
      )}
      {sheet.value === "side" && (
        <Sheet title={t.crew.activity} tall onClose={() => (sheet.value = "")}>
          <Side session={session} form={form} lines={lines} onGo={go} />
        </Sheet>
      )}
      <Toasts />
      <Voice />
    </div>
  );
}
