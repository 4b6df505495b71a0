/** A forgotten password: ask for the mail, or come from it and choose another. */
import { type Signal, signal, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { ask } from "../../parts/api";
import { momentText } from "../../parts/dates";
import { Field, Form, Tick, useSending } from "../../parts/form";
import { o } from "../../texts/office";
import { Door, secretOf } from "../../parts/door";
import { FromMail, type Linked } from "./linked";
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

interface Way {
  id: string;
  label: string;
  keep: Signal<boolean>;
}

/** What else lets somebody in, each to keep or to take away. */
function Ways({ ways }: { ways: readonly Way[] }) {
  return (
    <fieldset class="ways">
      <legend>{o.reset.ways}</legend>
      <p class="small muted">{o.reset.waysSay}</p>
      {ways.map((each) => (
        <Tick key={each.id} label={each.label} value={each.keep} />
      ))}
    </fieldset>
  );
}

const APP = "";

const waysOf = (linked: Linked): Way[] => [
  ...linked.passkeys.map(({ id, name, created_at_ms }) => ({ id, label: o.reset.passkey(name, momentText(created_at_ms)), keep: signal(true) })),
  ...(linked.totp ? [{ id: APP, label: o.reset.app, keep: signal(true) }] : []),
];

function Choose({ token, linked }: { token: string; linked: Linked }) {
  const password = useSignal("");
  const code = useSignal("");
  const done = useSignal(false);
  const ways = useMemo(() => waysOf(linked), []);
  const sending = useSending({ "account.code_wrong": "code" });
  const back = linked.purpose === "restore";
  const kept = ways.filter((each) => each.keep.value).map((each) => each.id);
  const coded = linked.totp_needs_code && !kept.includes(APP);
  const submit = () =>
    sending.run(async () => {
      await ask("POST", back ? "/api/accounts/restore" : "/api/accounts/reset/confirm", {
        token,
        password: password.value,
        // what was added since this page was opened goes too
        keep_passkeys: kept.filter((id) => id !== APP),
        keep_totp: kept.includes(APP),
        ...(coded && { code: code.value.trim() }),
      });
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
    <Door title={back ? o.reset.restore : o.reset.choose} lead={back ? o.reset.restoreSay(linked.mail) : undefined}>
      <Form sending={sending} onSubmit={() => void submit()} action={o.reset.set}>
        <input class="hidden" type="text" autocomplete="username" value={linked.mail} readOnly tabIndex={-1} aria-hidden="true" />
        <Field
          label={o.account.newPassword}
          name="password"
          type="password"
          value={password}
          sending={sending}
          required
          focus
          minLength={PASSWORD_MIN}
          autocomplete="new-password"
          hint={o.signUp.passwordSay}
        />
        {ways.length > 0 && <Ways ways={ways} />}
        {coded && (
          <Field label={o.signIn.code} name="code" value={code} sending={sending} required maxLength={64} autocomplete="one-time-code" hint={o.reset.codeSay} />
        )}
      </Form>
      <Back />
    </Door>
  );
}

export function Reset() {
  const token = useMemo(() => secretOf(location.hash), []);
  if (!token) return <AskForMail />;
  const again = (
    <a class="button main" href="/reset">
      {o.reset.again}
    </a>
  );
  return (
    <FromMail token={token} again={again}>
      {(linked) => <Choose token={token} linked={linked} />}
    </FromMail>
  );
}
