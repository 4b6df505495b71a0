/** The head of an advance: what it is called, how far it is, its revisions and its papers. */
import { useComputed, useSignal } from "@preact/signals";
import { ago } from "../../parts/format";
import { slowNow } from "../../parts/clock";
import { dayText } from "../../parts/dates";
import { roomOf, sideOf, titleOf } from "../../parts/grant";
import { Icon, type IconName } from "../../parts/icons";
import { useLater } from "../../parts/later";
import { Popover } from "../../parts/popover";
import { useSteady } from "../../parts/steady";
import { toast } from "../../parts/toast";
import { t } from "../../texts";
import { agreeing } from "../../texts/agreeing";
import { documents } from "../../texts/documents";
import { asking, revisionOf, revisionsOf, type Stage, stage } from "./agree";
import { printable } from "./documents";
import type { Crew } from "./form";
import { print } from "./papers";

interface Props {
  crew: Crew;
}

/** The show in one line: what, when, where. Until its title is answered it is called as whoever let us in calls it. */
export function Headline({ crew }: Props) {
  const { title, about } = useSteady(() => {
    const fields = crew.views.form.value?.fields ?? {};
    const text = (key: string) => String(fields[key]?.value ?? "");
    const named = text("show.title") || titleOf("crew", roomOf("crew", location.pathname)) || t.crew.title;
    return { title: named, about: [dayText(text("show.date")), text("show.venue"), text("show.city")].filter(Boolean).join(" · ") };
  }, [crew]);
  return (
    <div class="grow headline">
      <h1 class="clip">{title}</h1>
      {about && <p class="small muted clip">{about}</p>}
    </div>
  );
}

const LOOKS = { not_sent: "chip", sent: "chip accent", opened: "chip accent", in_progress: "chip accent", completed: "chip good", signed_off: "chip good" } as const;

function stageOf(crew: Crew): Stage {
  const form = crew.views.form.value;
  const { room, you } = crew.session;
  return form ? stage(form, asking(sideOf("crew", room.id), you.value, form.agreement)) : "not_sent";
}

/** How far the advance is, and what can be done with it as a whole. */
export function Advance({ crew }: Props) {
  const at = useSignal<HTMLElement | null>(null);
  const now = useComputed(() => stageOf(crew)).value;
  const number = useComputed(() => (crew.views.form.value ? revisionOf(crew.views.form.value.agreement) : 0)).value;
  const { Part: Print, open, close } = useLater(async () => (await import("./print")).Print);
  return (
    <>
      <button
        type="button"
        class="advance-button"
        aria-haspopup="menu"
        aria-expanded={at.value !== null}
        onClick={(event) => (at.value = at.value ? null : event.currentTarget)}
      >
        <span class={LOOKS[now]}>{agreeing().stages[now]}</span>{" "}
        {number > 0 && <span class="chip revision">{agreeing().revision(number)}</span>}{" "}
        <span class="advance-more">
          <span>{agreeing().pdf}</span>
          <Icon name="more" />
        </span>
      </button>
      {at.value && <AdvanceMenu crew={crew} at={at.value} number={number} onPrint={open} onClose={() => (at.value = null)} />}
      {Print && crew.form && (
        <Print room={crew.session.room.id} token={crew.session.token.value} kinds={kindsOf(crew)} revisions={revisionsOf(crew.form.agreement)} onClose={close} />
      )}
    </>
  );
}

const kindsOf = (crew: Crew) => printable(crew.views.schema.value?.sections.map(({ key }) => key) ?? []);

interface MenuProps extends Props {
  at: HTMLElement;
  /** Of the last revision; 0 before the first. */
  number: number;
  onPrint: () => void;
  onClose: () => void;
}

function AdvanceMenu({ crew, at, number, onPrint, onClose }: MenuProps) {
  const a = agreeing();
  const sent = useComputed(() => crew.views.form.value?.agreement.sent).value;
  const last = useComputed(() => crew.views.form.value?.agreement.revisions[String(number)]).value;
  const does = (run: () => void) => () => {
    onClose();
    run();
  };
  const publish = async () => {
    if ((await crew.settle({ t: "advance.publish" })) && crew.form) toast(a.published(revisionOf(crew.form.agreement)));
  };
  const item = (icon: IconName, words: string, about: string, run: () => void) => (
    <button type="button" class="menu-item" role="menuitem" tabIndex={-1} onClick={does(run)}>
      <Icon name={icon} />
      <span class="grow">
        {words}
        {about && <span class="small muted block">{about}</span>}
      </span>
    </button>
  );
  return (
    <Popover label={t.crew.title} role="menu" at={at} onClose={onClose}>
      {crew.leads && (
        <div role="group" aria-label={t.crew.title}>
          {item("send", a.send, sent ? a.sentBy(sent.name, ago(sent.at_ms, slowNow.value)) : a.sendSay, () => void crew.settle({ t: "advance.tell_sent" }))}
          {item("check", `${a.publish}: ${a.revision(number + 1)}`, last ? `${a.revision(number)} ${a.revisionSay(last.name, ago(last.at_ms, slowNow.value))}` : a.publishSay, () => void publish())}
        </div>
      )}
      <div role="group" aria-label={a.pdf}>
        {kindsOf(crew).map((kind) => item("print", `${a.pdf}: ${a.papers[kind]}`, "", () => void print(crew.session, kind)))}
        {number > 0 && item("print", `${a.pdf}: ${a.changesSince(number)}`, "", () => void print(crew.session, "advance", number))}
        {item("sliders", `${a.pdf}: ${documents().choose}`, "", onPrint)}
      </div>
    </Popover>
  );
}
