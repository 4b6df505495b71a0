/** Making an account: whether the address has one already is told to its mailbox only. */
import { useSignal } from "@preact/signals";
import { create } from "../../parts/api";
import { Field, Form, useSending } from "../../parts/form";
import { o } from "../../texts/office";
import { Door } from "../../parts/door";

/** What the hub asks of a password. */
export const PASSWORD_MIN = 10;

export function SignUp() {
  const name = useSignal("");
  const mail = useSignal("");
  const sent = useSignal("");
  const sending = useSending();
  const submit = () =>
    sending.run(async (attempt) => {
      await create("/api/accounts", { name: name.value.trim(), mail: mail.value.trim() }, attempt);
      sent.value = mail.value.trim();
    });
  if (sent.value) {
    return (
      <Door title={o.signUp.sent} lead={o.signUp.sentSay(sent.value)}>
        <a class="button" href="/sign-in">
          {o.reset.back}
        </a>
      </Door>
    );
  }
  return (
    <Door title={o.signUp.title} lead={o.signUp.lead}>
      <Form sending={sending} onSubmit={() => void submit()} action={o.signUp.submit}>
        <Field label={o.signUp.name} name="name" value={name} sending={sending} required focus maxLength={64} autocomplete="name" hint={o.signUp.nameSay} />
        <Field label={o.signIn.mail} name="mail" type="email" value={mail} sending={sending} required autocomplete="username" />
      </Form>
      <p class="door-foot">
        <span>
          {o.signUp.have} <a href="/sign-in">{o.signIn.title}</a>
        </span>
      </p>
    </Door>
  );
}
