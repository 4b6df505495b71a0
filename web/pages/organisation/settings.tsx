/** What the organisation is called, which colour it wears and what it uses. */
import { useSignal } from "@preact/signals";
import { ask } from "../../parts/api";
import { reloadMe } from "../../parts/boot";
import { Choice, Field, Form, Tick, useSending } from "../../parts/form";
import { Panel } from "../../parts/panel";
import { toast } from "../../parts/toast";
import { o } from "../../texts/office";
import type { Organisation } from "./page";

export function Settings({ org, onChanged }: { org: Organisation; onChanged: (org: Organisation) => void }) {
  const name = useSignal(org.name);
  const accent = useSignal(org.accent);
  const side = useSignal(org.side);
  const uses = {
    advance: useSignal(org.products.includes("advance")),
    tipjar: useSignal(org.products.includes("tipjar")),
    karaoke: useSignal(org.products.includes("karaoke")),
  };
  const sending = useSending();
  const submit = async () => {
    const products = Object.entries(uses).flatMap(([product, on]) => (on.value ? [product] : []));
    const told = { name: name.value.trim(), accent: accent.value.toLowerCase(), products, side: side.value };
    const well = await sending.run(async () => onChanged(await ask<Organisation>("PATCH", `/api/orgs/${org.org}`, told)));
    if (!well) return;
    toast(o.saved);
    await reloadMe();
  };
  return (
    <Panel title={o.org.settings}>
      <Form sending={sending} onSubmit={() => void submit()} action={o.save}>
        <Field label={o.org.name} name="name" value={name} sending={sending} required maxLength={80} />
        <Field label={o.org.accent} name="accent" type="color" value={accent} sending={sending} hint={o.org.accentSay} />
        <Choice
          label={o.org.side}
          name="side"
          value={side}
          sending={sending}
          choices={[
            ["band", o.sides.band],
            ["venue", o.sides.venue],
          ]}
          hint={o.org.sideSay}
        />
        <fieldset class="products">
          <legend>{o.org.products}</legend>
          {Object.entries(uses).map(([product, on]) => (
            <Tick key={product} label={o.org.productWords[product] ?? product} value={on} />
          ))}
        </fieldset>
      </Form>
    </Panel>
  );
}
