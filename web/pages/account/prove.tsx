/** Whoever has an open page is not yet its owner: what changes how one gets in asks who is there, in place. */
import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask, onProve } from "../../parts/api";
import { me } from "../../parts/boot";
import { Field, Form, useSending } from "../../parts/form";
import { Icon } from "../../parts/icons";
import { passkeysHere, type RequestOptions, usePasskey } from "../../parts/passkey";
import { Problem } from "../../parts/problem";
import { Sheet } from "../../parts/sheet";
import { o } from "../../texts/office";

/** What waits for the answer: each is told whether the person showed who they are. */
const waiting = signal<((proven: boolean) => void)[]>([]);

onProve(() => new Promise((tell) => (waiting.value = [...waiting.value, tell])));

function answer(proven: boolean): void {
  const told = waiting.value;
  waiting.value = [];
  for (const tell of told) tell(proven);
}

function ByPasskey() {
  const sending = useSending();
  const use = () =>
    sending.run(async () => {
      const { options } = await ask<{ options: RequestOptions }>("POST", "/api/session/passkey/begin");
      const credential = await usePasskey(options);
      if (!credential) return;
      await ask("POST", "/api/session/prove/passkey", { credential });
      answer(true);
    });
  return (
    <>
      <button type="button" class="button" disabled={sending.busy.value} onClick={() => void use()}>
        <Icon name="passkey" />
        {o.prove.passkey}
      </button>
      <Problem text={sending.fault.value?.text ?? ""} />
    </>
  );
}

function Ask() {
  const password = useSignal("");
  const sending = useSending({ "account.not_your_password": "password" });
  const submit = () =>
    sending.run(async () => {
      await ask("POST", "/api/session/prove", { password: password.value });
      answer(true);
    });
  return (
    <Sheet title={o.prove.title} onClose={() => answer(false)}>
      <div class="stack">
        <Form sending={sending} onSubmit={() => void submit()} action={o.signIn.goOn}>
          <p class="muted">{o.prove.say}</p>
          <input class="hidden" type="text" autocomplete="username" value={me.value?.mail} readOnly tabIndex={-1} aria-hidden="true" />
          <Field label={o.signIn.password} name="password" type="password" value={password} sending={sending} required focus autocomplete="current-password" />
        </Form>
        {passkeysHere() && (me.value?.passkeys ?? 0) > 0 && <ByPasskey />}
      </div>
    </Sheet>
  );
}

/** What was pressed cannot have the focus while it is busy: it gets it back when it is no more. */
function useFocusBack(): void {
  useEffect(() => {
    let last: EventTarget | null = null;
    const seen = ({ target }: FocusEvent) => {
      if (waiting.value.length === 0) last = target;
    };
    const back = waiting.subscribe((now) => {
      if (now.length === 0) setTimeout(() => document.activeElement === document.body && last instanceof HTMLElement && last.focus());
    });
    document.addEventListener("focusin", seen);
    return () => {
      back();
      document.removeEventListener("focusin", seen);
    };
  }, []);
}

export function Prove() {
  useFocusBack();
  return waiting.value.length > 0 ? <Ask /> : null;
}
