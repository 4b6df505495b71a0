/** Passkeys: made by this browser, named by their owner, taken away by id. */
import { useSignal } from "@preact/signals";
import { acting } from "../../parts/acting";
import { ask, create } from "../../parts/api";
import { reloadMe } from "../../parts/boot";
import { slowNow } from "../../parts/clock";
import { Confirm } from "../../parts/confirm";
import { Field, Form, useSending } from "../../parts/form";
import { ago } from "../../parts/format";
import { useLoaded } from "../../parts/loaded";
import { Panel } from "../../parts/panel";
import { type CreationOptions, makePasskey, passkeysHere } from "../../parts/passkey";
import { Sheet } from "../../parts/sheet";
import { o } from "../../texts/office";

interface Passkey {
  id: string;
  name: string;
  created_at_ms: number;
  used_at_ms: number | null;
}

interface Asked {
  options: CreationOptions;
}

function Add({ onDone }: { onDone: () => void }) {
  const name = useSignal("");
  const sending = useSending();
  const submit = async () => {
    const well = await sending.run(async (attempt) => {
      const { options } = await ask<Asked>("POST", "/api/me/passkeys/begin");
      const credential = await makePasskey(options);
      if (!credential) {
        sending.wrong("", o.account.passkeyNot);
        return;
      }
      await create("/api/me/passkeys/finish", { credential, name: name.value.trim() }, attempt);
      onDone();
    });
    return well;
  };
  return (
    <Sheet title={o.account.addPasskey} onClose={onDone}>
      <Form sending={sending} onSubmit={() => void submit()} action={o.account.addPasskey}>
        <p class="muted">{o.account.passkeysSay}</p>
        <Field label={o.account.passkeyName} name="name" value={name} sending={sending} required focus maxLength={64} />
      </Form>
    </Sheet>
  );
}

export function Passkeys() {
  const { value, reload } = useLoaded<Passkey[]>("/api/me/passkeys");
  const adding = useSignal(false);
  const list = value.value ?? [];
  const again = async () => {
    await Promise.all([reload(), reloadMe()]);
  };
  const remove = async (id: string) => {
    if (await acting(() => ask("DELETE", `/api/me/passkeys/${encodeURIComponent(id)}`))) await again();
  };
  return (
    <Panel title={o.account.passkeys}>
      <p class="muted">{o.account.passkeysSay}</p>
      {value.value !== null && list.length === 0 && <p>{o.account.passkeysNone}</p>}
      <ul class="lines">
        {list.map((key) => (
          <li class="line" key={key.id}>
            <div class="grow">
              <p class="clip">{key.name}</p>
              <p class="small muted">{o.account.used(key.used_at_ms ? ago(key.used_at_ms, slowNow.value) : o.never)}</p>
            </div>
            <Confirm label={o.remove} about={key.name} onConfirm={() => void remove(key.id)} />
          </li>
        ))}
      </ul>
      {passkeysHere() ? (
        <button type="button" class="button" onClick={() => (adding.value = true)}>
          {o.account.addPasskey}
        </button>
      ) : (
        <p class="small muted">{o.account.passkeysMissing}</p>
      )}
      {adding.value && (
        <Add
          onDone={() => {
            adding.value = false;
            void again();
          }}
        />
      )}
    </Panel>
  );
}
