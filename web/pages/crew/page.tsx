/** The crew form: sections at the left, the questions in the middle, people and activity at the right. */
import "./crew.css";
import "./agree.css";
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Schema, Section } from "../../client/wire";
import { Voice } from "../../parts/announce";
import { Avatars } from "../../parts/avatar";
import { Icon } from "../../parts/icons";
import type { Session } from "../../parts/session";
import { Sheet } from "../../parts/sheet";
import { Ended } from "../../parts/status";
import { Toasts } from "../../parts/toast";
import { t } from "../../texts";
import { agreeing } from "../../texts/agreeing";
import { past } from "../../texts/past";
import { rendered } from "./counted";
import { DesignButton } from "./design_button";
import { Doings } from "./doings";
import { useDrops } from "./drops";
import { FieldView } from "./field";
import { Crew } from "./form";
import { Advance, Headline } from "./head";
import { Past } from "./past";
import { useKeys } from "./keys";
import { MarkMenu } from "./mark";
import { RowsView } from "./rows";
import { Saving } from "./saving";
import { Sections } from "./sections";
import { Side } from "./side";
import { CrewSkeleton } from "./skeleton";
import { showPlace } from "./place";
import { SectionHead } from "./standing";
import { Thread } from "./thread";

/** Where a phone has a sheet and a laptop a column. */
const WIDE = "(min-width: 1180px)";

/** The section named by the address, so that it survives a reload and can be sent to somebody. */
function useSection(schema: Schema | undefined) {
  const named = useSignal(location.hash.slice(1));
  useEffect(() => {
    const read = () => (named.value = location.hash.slice(1));
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  const sections = schema?.sections ?? [];
  const at = Math.max(0, sections.findIndex((section) => section.key === named.value));
  const choose = useMemo(
    () => (key: string) => {
      history.replaceState(history.state, "", `#${key}`);
      named.value = key;
      document.querySelector(".form")?.scrollTo({ top: 0 });
      scrollTo({ top: 0 });
    },
    [],
  );
  return { section: sections[at], before: sections[at - 1], after: sections[at + 1], choose };
}

function Questions({ crew, section }: { crew: Crew; section: Section }) {
  rendered(section.key);
  return (
    <div class="questions">
      {section.fields.map((field) => {
        const key = `${section.key}.${field.key}`;
        return field.kind === "list" ? (
          <RowsView key={key} crew={crew} field={field} list={key} heads={field.label === section.label} />
        ) : (
          <FieldView key={key} crew={crew} field={field} spot={crew.views.spot({ field: key })} />
        );
      })}
    </div>
  );
}

function Middle({ crew, section, before, after, choose }: { crew: Crew; section: Section; before: Section | undefined; after: Section | undefined; choose: (key: string) => void }) {
  const signed = crew.views.signed(section.key).value !== null;
  return (
    <main class={signed ? "form signed" : "form"} aria-labelledby="section-heading">
      <SectionHead key={`${section.key} head`} crew={crew} section={section} />
      <Questions key={section.key} crew={crew} section={section} />
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
      <p class="small muted only-wide">{agreeing().keys}</p>
    </main>
  );
}

/** What opens at one question: its menu, its notes, what it said before. */
function AtQuestion({ crew }: { crew: Crew }) {
  const [menu, notes, past] = [crew.menu.value, crew.notes.value, crew.past.value];
  return (
    <>
      {menu && <MarkMenu key={menu.key} crew={crew} opened={menu} />}
      {notes && <Thread key={`${notes.key} notes`} crew={crew} opened={notes} />}
      {past && <Past key={`${past.key} past`} crew={crew} opened={past} />}
    </>
  );
}

/** The way to the activity, with how much of it is new. */
function ActivityButton({ doings, onOpen }: { doings: Doings; onOpen: () => void }) {
  const news = doings.news.value;
  return (
    <button type="button" class="icon-button not-wide news" aria-label={news > 0 ? `${t.crew.activity}: ${past().news(news)}` : t.crew.activity} onClick={onOpen}>
      <Icon name="clock" />
      {news > 0 && (
        <span class="news-count" aria-hidden="true">
          {news}
        </span>
      )}
    </button>
  );
}

function Here({ session }: { session: Session }) {
  return <Avatars people={session.here.value.people ?? []} />;
}

export function CrewPage({ session }: { session: Session }) {
  const crew = useMemo(() => new Crew(session), [session]);
  const doings = useMemo(() => new Doings(session), [session]);
  const sheet = useSignal<"" | "sections" | "side">("");
  const schema = crew.views.schema.value;
  const { section, before, after, choose } = useSection(schema);
  useKeys(crew);
  useDrops(crew);
  rendered("page");
  const go = useMemo(
    () => (about: string) => {
      sheet.value = "";
      choose(about.split(/[.#]/)[0] ?? "");
      requestAnimationFrame(() => showPlace(about));
    },
    [],
  );
  if (session.status.value.kind === "ended") return <Ended session={session} />;
  if (!section) return <CrewSkeleton />;
  return (
    <div class="crew">
      <header class="top">
        <button type="button" class="icon-button only-small" aria-label={t.crew.sections} onClick={() => (sheet.value = "sections")}>
          <Icon name="list" />
        </button>
        <Headline crew={crew} />
        <Advance crew={crew} />
        <span class="only-middle">
          <Here session={session} />
        </span>
        {crew.views.looking.value && <span class="chip looking">{t.crew.looking}</span>}
        <DesignButton session={session} />
        <Saving crew={crew} />
        <ActivityButton doings={doings} onOpen={() => (sheet.value = "side")} />
      </header>
      <p class="print-only">{agreeing().printSay}</p>
      <div class="crew-columns">
        <nav class="sections" aria-label={t.crew.sections}>
          <Sections crew={crew} current={section.key} onChoose={choose} />
        </nav>
        <Middle crew={crew} section={section} before={before} after={after} choose={choose} />
        {matchMedia(WIDE).matches && <Side crew={crew} doings={doings} onGo={go} />}
      </div>
      {sheet.value === "sections" && (
        <Sheet title={t.crew.sections} tall onClose={() => (sheet.value = "")}>
          <Sections
            crew={crew}
            current={section.key}
            onChoose={(key) => {
              sheet.value = "";
              choose(key);
            }}
          />
        </Sheet>
      )}
      {sheet.value === "side" && (
        <Sheet title={t.crew.side} tall onClose={() => (sheet.value = "")}>
          <Side crew={crew} doings={doings} onGo={go} />
        </Sheet>
      )}
      <AtQuestion crew={crew} />
      <Toasts />
      <Voice />
    </div>
  );
}
