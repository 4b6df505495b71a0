/** The same show on another day. */
import { useSignal } from "@preact/signals";
import { create } from "../../parts/api";
import { today } from "../../parts/dates";
import { JUST_MADE } from "../../parts/doors";
import { Field, Form, useSending } from "../../parts/form";
import { Sheet } from "../../parts/sheet";
import type { Home } from "../../parts/things";
import { o } from "../../texts/office";

export function Duplicate({ org, show, onClose }: { org: string; show: Home; onClose: () => void }) {
  const title = useSignal(show.title);
  const day = useSignal(today());
  const sending = useSending();
  const submit = () =>
    sending.run(async (attempt) => {
      const made = await create<Home>(`/api/orgs/${org}/shows/${show.id}/duplicate`, { day: day.value, title: title.value.trim() }, attempt);
      location.assign(`/shows/${org}/${made.id}${JUST_MADE}`);
    });
  return (
    <Sheet title={o.show.duplicate} onClose={onClose}>
      <Form sending={sending} onSubmit={() => void submit()} action={o.show.duplicateDo}>
        <p class="muted">{o.show.duplicateSay}</p>
        <Field label={o.shows.showTitle} name="title" value={title} sending={sending} required />
        <Field label={o.shows.day} name="day" type="date" value={day} sending={sending} required focus />
      </Form>
    </Sheet>
  );
}
