/** A forgotten password: ask for the mail, or come from it and choose another. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { ask } from "../../parts/api";
import { Field, Form, useSending } from "../../parts/form";
import { o } from "../../texts/office";
import { Door, secretOf } from "../../parts/door";
import { PASSWORD_MIN } from "./sign_up";

function Back({ main = false }: { main?: boolean }) {
  return (
    <a class={main ? "button main" : "button plain"} href="/sign-in">
      {o.reset.back}
    </a>
  );
}

function AskForMail() {
  const mail = useSignal("");
  const sent = useSignal("");
  const sending = useSending();
  const submit = () =>
    sending.run(async () => {
      await ask("POST", "/api/accounts/reset", { mail: mail.value.trim() });
      sent.value = mail.value.trim();
    });
  if (sent.value) {
    return (
      <Door title={o.reset.sent} lead={o.reset.sentSay(sent.value)}>
        <Back />
      </Door>
    );
  }
  return (
    <Door title={o.reset.title} lead={o.reset.ask}>
      <Form sending={sending} onSubmit={() => void submit()} action={o.reset.submit}>
        <Field label={o.signIn.mail} name="mail" type="email" value={mail} sending={sending} required focus autocomplete="username" />
      </Form>
      <Back />
    </Door>
  );
}

function Choose({ token }: { token: string }) {
  const password = useSignal("");
  const done = useSignal(false);
  const sending = useSending({ "account.password_weak": "password" });
  const submit = () =>
    sending.run(async () => {
      await ask("POST", "/api/accounts/reset/confirm", { token, password: password.value });
      done.value = true;
    });
  if (done.value) {
    return (
      <Door title={o.reset.done} lead={o.reset.doneSay}>
        <Back main />
      </Door>
    );
  }
  return (
    <Door title={o.reset.choose}>
      <Form sending={sending} onSubmit={() => void submit()} action={o.reset.set}>
        <Field
          label={o.account.newPassword}
          name="password"
          type="password"
          value={password}
          sending={sending}
          required
          focus
          minLength={PASSWORD_MIN}
          maxLength={1000}
          autocomplete="new-password"
          hint={o.signUp.passwordSay}
        />
      </Form>
      <Back />
    </Door>
  );
}

export function Reset() {
  const token = useMemo(() => secretOf(location.hash), []);
  return token ? <Choose token={token} /> : <AskForMail />;
}
