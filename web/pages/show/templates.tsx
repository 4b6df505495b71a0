/** An advance kept as a template, a template filled in, and what the last show at the venue said copied. */
import { useSignal } from "@preact/signals";
import { ask, create } from "../../parts/api";
import { dayText } from "../../parts/dates";
import { Choice, Field, Form, useSending } from "../../parts/form";
import { Bones } from "../../parts/frame";
import { useLoaded } from "../../parts/loaded";
import { Empty, Failed } from "../../parts/panel";
import { Sheet } from "../../parts/sheet";
import { toast } from "../../parts/toast";
import { a } from "../../texts/office/advance";
import { keptBy, type Template } from "../shows/template";
import { Sections } from "./choosing";
import { type Filled, lasting, type Section } from "./filled";
import { Told } from "./told";

/** The show before this one at its venue that has an advance. */
export interface LastShow {
  show: string;
  title: string;
  day: string;
  venue_name: string;
}

interface Props {
  org: string;
  show: string;
  onClose: () => void;
}

interface OfSections extends Props {
  sections: readonly Section[];
}

interface Filling extends Props {
  /** Into the form. */
  onOpen: () => void;
}

export function Keep({ org, show, title, sections, onClose }: OfSections & { title: string }) {
  const name = useSignal(title.slice(0, 80));
  const chosen = useSignal(lasting(sections));
  const sending = useSending({ "template.too_many": "name" });
  const submit = async () => {
    const told = { name: name.value.trim(), show, sections: chosen.value };
    if (!(await sending.run((attempt) => create(`/api/orgs/${org}/templates`, told, attempt)))) return;
    toast(a().kept(told.name), { forMs: 10_000 });
    onClose();
  };
  return (
    <Sheet title={a().keep} onClose={onClose}>
      <Form sending={sending} onSubmit={() => void submit()} action={a().keepDo}>
        <p class="muted">{a().keepSay}</p>
        <Field label={a().name} name="name" value={name} sending={sending} required focus maxLength={80} />
        <Sections title={a().answersOf} sections={sections} chosen={chosen.value} onChoose={(next) => (chosen.value = next)} />
        <p class="small muted">{a().money}</p>
      </Form>
    </Sheet>
  );
}

export function FillIn({ org, show, onClose, onOpen }: Filling) {
  const { value, problem, reload } = useLoaded<Template[]>(`/api/orgs/${org}/templates`);
  const chosen = useSignal("");
  const told = useSignal<Filled | null>(null);
  const sending = useSending({ "template.archived": "template" });
  const standing = (value.value ?? []).filter((each) => each.archived_at_ms === null);
  const submit = () =>
    sending.run(async () => {
      told.value = await ask<Filled>("POST", `/api/orgs/${org}/shows/${show}/advance/template`, { template: chosen.value || standing[0]?.id });
    });
  return (
    <Sheet title={a().fill} onClose={onClose}>
      {problem.value && <Failed problem={problem.value} onAgain={() => void reload()} />}
      {!value.value && !problem.value && <Bones rows={2} />}
      {value.value && standing.length === 0 && <Empty icon="copy" title={a().templatesNone} say={a().templatesNoneSay} />}
      {standing.length > 0 && !told.value && (
        <Form sending={sending} onSubmit={() => void submit()} action={a().fillDo}>
          <p class="muted">{a().fillSay}</p>
          <Choice label={a().template} name="template" value={chosen} sending={sending} choices={standing.map((each) => [each.id, `${each.name}, ${keptBy(each)}`] as const)} />
        </Form>
      )}
      {told.value && <Told told={told.value} onOpen={onOpen} onAgain={() => void submit()} />}
    </Sheet>
  );
}

export function CopyLast({ org, show, last, sections, onClose, onOpen }: OfSections & Filling & { last: LastShow }) {
  const chosen = useSignal(lasting(sections));
  const told = useSignal<Filled | null>(null);
  const sending = useSending();
  const submit = async () => {
    // none would mean the usual ones
    if (chosen.value.length === 0) sending.wrong("", a().choose);
    else await sending.run(async () => void (told.value = await ask<Filled>("POST", `/api/orgs/${org}/shows/${show}/advance/copy`, { sections: chosen.value })));
  };
  return (
    <Sheet title={a().copyTitle} onClose={onClose}>
      {told.value ? (
        <Told told={told.value} onOpen={onOpen} onAgain={() => void submit()} />
      ) : (
        <Form sending={sending} onSubmit={() => void submit()} action={a().copyDo}>
          <div class="last-show">
            <p class="small muted">{a().lastAt(last.venue_name)}</p>
            <a href={`/shows/${org}/${last.show}`}>{a().lastIs(last.title, dayText(last.day))}</a>
          </div>
          <p class="muted">{a().copySay}</p>
          <Sections title={a().copyOf} sections={sections} chosen={chosen.value} onChoose={(next) => (chosen.value = next)} />
        </Form>
      )}
    </Sheet>
  );
}

/** Somebody has been at this venue before: a new show may begin with what was said then. */
export function Offer({ last, onCopy, onClose }: { last: LastShow; onCopy: () => void; onClose: () => void }) {
  return (
    <section class="card offer" aria-label={a().offer(last.venue_name)}>
      <div class="stack tight">
        <h2>{a().offer(last.venue_name)}</h2>
        <p>{a().offerSay(last.title, dayText(last.day))}</p>
      </div>
      <div class="row wrap">
        <button type="button" class="button main" onClick={onCopy}>
          {a().offerDo}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {a().offerNo}
        </button>
      </div>
    </section>
  );
}
