/** A mailed link that says: this address is mine. A new account gets its password here, an old one is asked for its own. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { ask } from "../../parts/api";
import { Door, secretOf } from "../../parts/door";
import { Field, Form, useSending } from "../../parts/form";
import { o } from "../../texts/office";
import { FromMail, type Linked } from "./linked";
import { PASSWORD_MIN } from "./sign_up";

function In({ main = false }: { main?: boolean }) {
  return (
    <a class={main ? "button main" : "button"} href="/sign-in">
      {o.signIn.title}
    </a>
  );
}

function Confirm({ token, linked }: { token: string; linked: Linked }) {
  const password = useSignal("");
  const done = useSignal(false);
  const sending = useSending({ "account.not_your_password": "password" });
  const fresh = linked.purpose === "verify";
  const submit = () =>
    sending.run(async () => {
      await ask("POST", fresh ? "/api/accounts/verify" : "/api/accounts/change/confirm", { token, password: password.value });
      done.value = true;
    });
  if (done.value) {
    return (
      <Door title={o.verify.done} lead={o.verify.doneSay}>
        <In main />
      </Door>
    );
  }
  return (
    <Door title={o.verify.title} lead={fresh ? o.verify.choose(linked.mail) : o.verify.prove(linked.mail)}>
      <Form sending={sending} onSubmit={() => void submit()} action={o.verify.submit}>
        <input class="hidden" type="text" autocomplete="username" value={linked.mail} readOnly tabIndex={-1} aria-hidden="true" />
        <Field
          label={o.signIn.password}
          name="password"
          type="password"
          value={password}
          sending={sending}
          required
          focus
          autocomplete={fresh ? "new-password" : "current-password"}
          {...(fresh && { minLength: PASSWORD_MIN, hint: o.signUp.passwordSay })}
        />
      </Form>
    </Door>
  );
}

export function Verify() {
  const token = useMemo(() => secretOf(location.hash), []);
  return (
    <FromMail token={token} again={<In />}>
      {(linked) => <Confirm token={token} linked={linked} />}
    </FromMail>
  );
}
