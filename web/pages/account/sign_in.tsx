/** Signing in: a password, with a code when the account has one, or a passkey. */
import { useSignal } from "@preact/signals";
import { ask } from "../../parts/api";
import { JOIN_KEY } from "../../parts/boot";
import { Field, Form, useSending } from "../../parts/form";
import { Icon } from "../../parts/icons";
import { kept } from "../../parts/kept";
import { nextPage } from "../../parts/next_page";
import { passkeysHere, type RequestOptions, usePasskey } from "../../parts/passkey";
import { Problem } from "../../parts/problem";
import { o } from "../../texts/office";
import { Door } from "../../parts/door";

interface SignedIn {
  next?: string;
  challenge?: string;
}

interface PasskeyAsked {
  options: RequestOptions;
}

const joining = (): boolean => kept(JOIN_KEY) !== null;

/** In: back to where the person wanted to go. */
function goOn(): void {
  location.replace(joining() ? "/join" : nextPage(location.search));
}

function Passkey() {
  const sending = useSending();
  const use = () =>
    sending.run(async () => {
      const { options } = await ask<PasskeyAsked>("POST", "/api/session/passkey/begin");
      const credential = await usePasskey(options);
      if (!credential) return;
      await ask("POST", "/api/session/passkey/finish", { credential });
      goOn();
    });
  return (
    <>
      <p class="divide">{o.signIn.or}</p>
      <button type="button" class="button" disabled={sending.busy.value} onClick={() => void use()}>
        <Icon name="passkey" />
        {o.signIn.passkey}
      </button>
      <Problem text={sending.fault.value?.text ?? ""} />
    </>
  );
}

function Second({ challenge, onOther }: { challenge: string; onOther: () => void }) {
  const code = useSignal("");
  const sending = useSending({ "account.code_wrong": "code" });
  const submit = () =>
    sending.run(async () => {
      await ask("POST", "/api/session/second", { challenge, code: code.value.trim() });
      goOn();
    });
  return (
    <Door title={o.signIn.second} lead={o.signIn.secondSay}>
      <Form sending={sending} onSubmit={() => void submit()} action={o.signIn.goOn}>
        <Field label={o.signIn.code} name="code" value={code} sending={sending} required focus maxLength={64} autocomplete="one-time-code" />
      </Form>
      <button type="button" class="button plain" onClick={onOther}>
        {o.signIn.other}
      </button>
    </Door>
  );
}

export function SignIn() {
  const mail = useSignal("");
  const password = useSignal("");
  const challenge = useSignal("");
  const sending = useSending();
  const submit = () =>
    sending.run(async () => {
      const answer = await ask<SignedIn>("POST", "/api/session", { mail: mail.value.trim(), password: password.value });
      if (answer.next === "second_factor") challenge.value = answer.challenge ?? "";
      else goOn();
    });
  if (challenge.value) return <Second challenge={challenge.value} onOther={() => (challenge.value = "")} />;
  return (
    <Door title={o.signIn.title} lead={joining() ? o.signIn.invited : o.signIn.lead}>
      <Form sending={sending} onSubmit={() => void submit()} action={o.signIn.submit}>
        <Field label={o.signIn.mail} name="mail" type="email" value={mail} sending={sending} required focus autocomplete="username webauthn" />
        <Field label={o.signIn.password} name="password" type="password" value={password} sending={sending} required maxLength={1000} autocomplete="current-password" />
      </Form>
      {passkeysHere() && <Passkey />}
      <p class="door-foot">
        <a href="/reset">{o.signIn.forgot}</a>
        <span>
          {o.signIn.noAccount} <a href="/sign-up">{o.signIn.make}</a>
        </span>
      </p>
    </Door>
  );
}
