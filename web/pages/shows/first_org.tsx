/** Somebody who is in no organisation yet makes one, or waits to be invited. */
import { useSignal } from "@preact/signals";
import { create } from "../../parts/api";
import { chooseOrg } from "../../parts/boot";
import { Field, Form, useSending } from "../../parts/form";
import { Panel } from "../../parts/panel";
import { o } from "../../texts/office";

export function FirstOrg() {
  const name = useSignal("");
  const sending = useSending();
  const submit = () =>
    sending.run(async (attempt) => {
      const { org } = await create<{ org: string }>("/api/orgs", { name: name.value.trim() }, attempt);
      chooseOrg(org);
      location.reload();
    });
  return (
    <div class="narrow">
      <Panel title={o.org.make}>
        <p class="muted">{o.org.makeSay}</p>
        <Form sending={sending} onSubmit={() => void submit()} action={o.org.submit}>
          <Field label={o.org.name} name="name" value={name} sending={sending} required focus maxLength={80} autocomplete="organization" />
        </Form>
      </Panel>
    </div>
  );
}
