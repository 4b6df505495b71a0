/** The head of a section: how far both sides are, when it is due, and how people agree on it. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import type { AnyCommand, Section, Word } from "../../client/wire";
import { Ago } from "../../parts/ago";
import { announce } from "../../parts/announce";
import { Avatars } from "../../parts/avatar";
import { slowNow } from "../../parts/clock";
import { today } from "../../parts/dates";
import { Icon } from "../../parts/icons";
import { Popover } from "../../parts/popover";
import { useSteady } from "../../parts/steady";
import { toast } from "../../parts/toast";
import { t } from "../../texts";
import { agreeing } from "../../texts/agreeing";
import { type Due, due, PARTIES } from "./agree";
import type { Crew } from "./form";
import { share } from "./share";

const DAYS_MAX = 365;

interface Props {
  crew: Crew;
  section: Section;
}

function dueWords({ daysBefore, left }: Due): string {
  if (left === null) return agreeing().dueBefore(daysBefore);
  return left < 0 ? agreeing().late(-left) : agreeing().dueIn(left);
}

/** What a deadline looks like: quiet, soon, or late, unless both sides have done all they can. */
function dueLook({ left }: Due, done: boolean): string {
  if (left === null || done) return "chip";
  if (left < 0) return "chip bad";
  return left <= 3 ? "chip warn" : "chip";
}

function DeadlineForm({ crew, section, at, days, onClose }: Props & { at: HTMLElement; days: string; onClose: () => void }) {
  const id = useId();
  const typed = useSignal(days);
  const set = (days_before: number | null) => {
    void crew.settle({ t: "advance.set_deadline", section: section.key, days_before });
    onClose();
  };
  return (
    <Popover label={agreeing().deadlineOf(section.label)} role="dialog" at={at} onClose={onClose}>
      <form
        class="deadline-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.value !== "") set(Number(typed.value));
        }}
      >
        <label for={id} class="label">
          {agreeing().daysBefore}
        </label>
        <span class="row">
          <input id={id} class="input" type="number" inputMode="numeric" min={0} max={DAYS_MAX} required value={typed.value} onInput={(event) => (typed.value = event.currentTarget.value)} />
          <button type="submit" class="button main">
            {agreeing().save}
          </button>
        </span>
        {days !== "" && (
          <button type="button" class="button plain" onClick={() => set(null)}>
            {agreeing().noDeadline}
          </button>
        )}
      </form>
    </Popover>
  );
}

function Deadline({ crew, section }: Props) {
  const said = useComputed(() => crew.views.form.value?.agreement.deadlines[section.key]).value;
  const day = useComputed(() => String(crew.views.form.value?.fields["show.date"]?.value ?? "")).value;
  const done = useComputed(() => {
    const stood = crew.views.form.value?.agreement.standings[section.key] ?? {};
    return PARTIES.every((party) => (stood[party]?.what ?? "open") !== "open");
  }).value;
  const open = useSignal<HTMLElement | null>(null);
  const at = due(said, day, useComputed(() => today(slowNow.value)).value);
  const words = at ? dueWords(at) : "";
  if (!crew.leads) return at && <span class={dueLook(at, done)}>{words}</span>;
  return (
    <>
      <button
        type="button"
        class={at ? `due ${dueLook(at, done)}` : "due"}
        aria-haspopup="dialog"
        aria-label={at ? `${agreeing().deadline}: ${words}` : agreeing().deadlineSet}
        onClick={(event) => (open.value = event.currentTarget)}
      >
        <Icon name="calendar" />
        {words || agreeing().deadline}
      </button>
      {open.value && <DeadlineForm crew={crew} section={section} at={open.value} days={said?.what ?? ""} onClose={() => (open.value = null)} />}
    </>
  );
}

function sayStanding(side: string, word: Word, when: string): string {
  return (word.what === "signed_off" ? agreeing().signed : agreeing().submitted)(side, word.name, when);
}

/** What each side has answered and said of the section. */
function Sides({ crew, section }: Props) {
  const sides = useSteady(() => {
    const form = crew.views.form.value;
    if (!form) return [];
    return PARTIES.map((side) => ({ side, ...share(form, section, side), word: form.agreement.standings[section.key]?.[side] ?? null }));
  }, [crew, section]);
  return (
    <ul class="sides">
      {sides.map(({ side, answered, total, word }) => {
        const label = side === "band" ? t.crew.band : t.crew.venue;
        const stands = word && word.what !== "open" ? word : null;
        return (
          <li key={side} class={stands ? `side-stands ${stands.what}` : "side-stands"}>
            <span class="side-mark" aria-hidden="true">
              {stands && <Icon name={stands.what === "signed_off" ? "lock" : "check"} />}
            </span>
            {stands ? (
              <span>
                <Ago at={stands.at_ms} say={(when) => sayStanding(label, stands, when)} />
              </span>
            ) : (
              <span>
                {label}: <span class="muted">{total > 0 ? agreeing().answeredOf(answered, total) : agreeing().openSay}</span>
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Says when somebody else closes the section that one is in, or opens it. */
function useSaidAloud({ crew, section }: Props, by: Word | null): void {
  const was = useRef(by);
  useEffect(() => {
    const before = was.current;
    was.current = by;
    if (by && !before && by.by !== crew.me) announce(agreeing().nowSigned(section.label, by.name));
    if (before && !by) announce(agreeing().nowOpen(section.label));
  }, [by]);
}

export function SectionHead({ crew, section }: Props) {
  const key = section.key;
  const word = crew.views.signed(key).value;
  const mine = useComputed(() => crew.views.form.value?.agreement.standings[key]?.[crew.party]?.what ?? "open").value;
  const people = crew.views.inSection(key).value;
  useSaidAloud({ crew, section }, word);
  const says = useId();
  const agree = async (command: AnyCommand, about: string) => {
    // what it means is said when it is done: a finger sees no title
    if ((await crew.settle(command)) && command.t !== "advance.reopen") toast(about);
  };
  const button = (command: AnyCommand, words: string, about: string, look: string) => (
    <button type="button" class={look} title={about} aria-describedby={says} onClick={() => void agree(command, about)}>
      {words}
    </button>
  );
  const a = agreeing();
  return (
    <header class={word ? "section-head signed" : "section-head"}>
      <div class="row section-title">
        <h2 id="section-heading" class="grow">
          {section.label}
        </h2>
        {people.length > 0 && (
          <span title={a.inSection(people.map(({ name }) => name).join(", "))}>
            <Avatars people={people} />
          </span>
        )}
        <Deadline crew={crew} section={section} />
      </div>
      <div class="section-agree">
        <Sides crew={crew} section={section} />
        {!crew.views.looking.value && (
          <div class="row agree-buttons">
            {word ? (
              button({ t: "advance.reopen", section: key }, a.reopen, a.reopenSay, "button main")
            ) : (
              <>
                {mine === "open"
                  ? button({ t: "advance.submit", section: key }, a.submit, a.submitSay, "button")
                  : button({ t: "advance.reopen", section: key }, a.reopen, a.reopenSay, "button plain")}
                {button({ t: "advance.sign_off", section: key }, a.signOff, a.signOffSay, mine === "open" ? "button" : "button main")}
              </>
            )}
          </div>
        )}
        <p class={word ? "small agree-says" : "hidden"} id={says}>
          {word ? a.reopenSay : `${a.submitSay} ${a.signOffSay}`}
        </p>
      </div>
    </header>
  );
}
