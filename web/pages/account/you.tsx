/** Name and e-mail. */
import { useSignal } from "@preact/signals";
import { ask } from "../../parts/api";
import { me, reloadMe } from "../../parts/boot";
import { Field, Form, useSending } from "../../parts/form";
import { Panel } from "../../parts/panel";
import { Sheet } from "../../parts/sheet";
import { toast } from "../../parts/toast";
import { o } from "../../texts/office";

function ChangeMail({ onClose }: { onClose: () => void }) {
  const mail = useSignal("");
  const password = useSignal("");
  const sending = useSending({ "account.not_your_password": "password", "account.mail_taken": "mail" });
  const submit = async () => {
    const well = await sending.run(() => ask("POST", "/api/me/mail", { mail: mail.value.trim(), password: password.value }));
    if (!well) return;
    toast(o.account.mailSent);
    onClose();
  };
  return (
    <Sheet title={o.account.changeMail} onClose={onClose}>
      <Form sending={sending} onSubmit={() => void submit()} action={o.account.changeMail}>
        <p class="muted">{o.account.changeMailSay}</p>
        <Field label={o.account.newMail} name="mail" type="email" value={mail} sending={sending} required focus autocomplete="email" />
        <Field label={o.signIn.password} name="password" type="password" value={password} sending={sending} required maxLength={1000} autocomplete="current-password" />
      </Form>
    </Sheet>
  );
}

export function You() {
  const name = useSignal(me.value?.name ?? "");
  const changing = useSignal(false);
  const sending = useSending();
  const submit = async () => {
    const well = await sending.run(() => ask("PATCH", "/api/me", { name: name.value.trim() }));
    if (!well) return;
    toast(o.saved);
    await reloadMe();
  };
  return (
    <Panel title={o.account.you}>
      <Form sending={sending} onSubmit={() => void submit()} action={o.save}>
        <Field label={o.account.name} name="name" value={name} sending={sending} required maxLength={64} autocomplete="name" />
      </Form>
      <div class="line">
        <div class="grow">
          <p class="label">{o.account.mail}</p>
          <p class="clip">{me.value?.mail}</p>
        </div>
        <button type="button" class="button" onClick={() => (changing.value = true)}>
          {o.account.changeMail}
        </button>
      </div>
      {changing.value && <ChangeMail onClose={() => (changing.value = false)} />}
    </Panel>
  );
}
