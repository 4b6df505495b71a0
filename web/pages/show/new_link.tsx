/** A new link: for whom, into what, for how long. Its address is shown once, because the hub keeps no secrets. */
import { useSignal } from "@preact/signals";
import { create } from "../../parts/api";
import { CopyField } from "../../parts/copy";
import { Choice, Field, Form, Tick, useSending } from "../../parts/form";
import { Sheet } from "../../parts/sheet";
import type { Home } from "../../parts/things";
import { o } from "../../texts/office";

/** `2026-11-21T18:00` where the viewer is; null for nothing. */
const moment = (text: string): number | null => (text === "" ? null : new Date(text).getTime());

/** Who comes to the form, and who to the desk. */
const FORM = ["venue", "crew", "guest"];
const DESK = ["dj", "moderator"];
/** Beside the sections: whoever has only some of them is not in the crew's chat unless the link says so. */
export const CHAT = "chat";

function Sections({ all, chosen, onChoose }: { all: string[]; chosen: readonly string[]; onChoose: (chosen: string[]) => void }) {
  return (
    <fieldset class="sections-choice">
      <legend>{o.show.linkSections}</legend>
      <p class="small muted">{chosen.length ? o.show.sections(chosen.length) : o.show.linkAll}</p>
      <div class="chips">
        {all.map((section) => (
          <label class="chip-tick" key={section}>
            <input
              type="checkbox"
              checked={chosen.includes(section)}
              onChange={(event) => onChoose(event.currentTarget.checked ? [...chosen, section] : chosen.filter((each) => each !== section))}
            />
            <span>{o.show.sectionWords[section] ?? section}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function NewLink({ org, show, onClose }: { org: string; show: Home; onClose: () => void }) {
  const name = useSignal("");
  const role = useSignal("venue");
  const chosen = useSignal<string[]>([]);
  const writes = useSignal(true);
  const chat = useSignal(false);
  const from = useSignal("");
  const until = useSignal("");
  const url = useSignal("");
  const sending = useSending({ "link.times": "until" });
  const form = FORM.includes(role.value);
  const submit = () =>
    sending.run(async (attempt) => {
      const sections = chosen.value.length > 0 && chat.value ? [...chosen.value, CHAT] : chosen.value;
      const part = form ? { sections, can_write: writes.value } : {};
      const told = { name: name.value.trim(), role: role.value, ...part, opens_at_ms: moment(from.value) ?? 0, closes_at_ms: moment(until.value) };
      const made = await create<{ url: string }>(`/api/orgs/${org}/shows/${show.id}/links`, told, attempt);
      url.value = new URL(made.url, location.origin).href;
    });
  if (url.value) {
    return (
      <Sheet title={name.value} onClose={onClose}>
        <div class="stack">
          <p>{o.show.linkMade}</p>
          <CopyField label={o.show.linkUrl} text={url.value} />
        </div>
      </Sheet>
    );
  }
  return (
    <Sheet title={o.show.addLink} onClose={onClose} tall>
      <Form sending={sending} onSubmit={() => void submit()} action={o.show.linkMake}>
        <Field label={o.show.linkName} name="name" value={name} sending={sending} required focus maxLength={64} hint={o.show.linkNameSay} />
        <Choice
          label={o.show.linkRole}
          name="role"
          value={role}
          sending={sending}
          choices={[...FORM, ...DESK].map((each) => [each, o.roles[each] ?? each] as const)}
          hint={form ? o.show.linkToForm : o.show.linkToDesk}
        />
        {form && (
          <>
            <Sections all={Object.keys(o.show.sectionWords).filter((key) => show.advance && key in show.advance.parts)} chosen={chosen.value} onChoose={(next) => (chosen.value = next)} />
            {chosen.value.length > 0 && <Tick label={o.show.linkChat} value={chat} />}
            <Tick label={o.show.linkWrite} value={writes} />
          </>
        )}
        <div class="pair">
          <Field label={`${o.show.linkFrom} (${o.form.optional})`} name="from" type="datetime-local" value={from} sending={sending} />
          <Field label={`${o.show.linkUntil} (${o.form.optional})`} name="until" type="datetime-local" value={until} sending={sending} />
        </div>
      </Form>
    </Sheet>
  );
}
