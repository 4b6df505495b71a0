/** The second factor: an app on the phone, and codes for the day when the phone is lost. */
import { useSignal } from "@preact/signals";
import { ask } from "../../parts/api";
import { me, reloadMe } from "../../parts/boot";
import { CopyField } from "../../parts/copy";
import { Field, Form, useSending } from "../../parts/form";
import { Panel } from "../../parts/panel";
import { svgSource } from "../../parts/qr";
import { Sheet } from "../../parts/sheet";
import { o } from "../../texts/office";

interface Prepared {
  secret: string;
  uri: string;
  svg: string;
}

function Recovery({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  return (
    <div class="stack">
      <h3>{o.account.recovery}</h3>
      <p>{o.account.recoverySay}</p>
      <ul class="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <button type="button" class="button main" onClick={onKept}>
        {o.account.recoveryKept}
      </button>
    </div>
  );
}

function TurnOn({ prepared, onClose }: { prepared: Prepared; onClose: () => void }) {
  const code = useSignal("");
  const codes = useSignal<string[] | null>(null);
  const sending = useSending({ "account.code_wrong": "code" });
  const submit = () =>
    sending.run(async () => {
      codes.value = (await ask<{ recovery: string[] }>("POST", "/api/me/totp/confirm", { code: code.value.trim() })).recovery;
      await reloadMe();
    });
  return (
    <Sheet title={o.account.totp} onClose={onClose} tall>
      {codes.value ? (
        <Recovery codes={codes.value} onKept={onClose} />
      ) : (
        <Form sending={sending} onSubmit={() => void submit()} action={o.account.turnOn}>
          <p>{o.account.scan}</p>
          <img class="qr" src={svgSource(prepared.svg)} alt={o.account.qr} width="200" height="200" />
          <CopyField label={o.account.secret} text={prepared.secret} whole />
          <Field label={o.signIn.code} name="code" value={code} sending={sending} required focus maxLength={9} inputMode="numeric" autocomplete="one-time-code" />
        </Form>
      )}
    </Sheet>
  );
}

function NewCodes({ onClose }: { onClose: () => void }) {
  const code = useSignal("");
  const codes = useSignal<string[] | null>(null);
  const sending = useSending({ "account.code_wrong": "code" });
  const submit = () =>
    sending.run(async () => {
      codes.value = (await ask<{ recovery: string[] }>("POST", "/api/me/totp/recovery", { code: code.value.trim() })).recovery;
    });
  return (
    <Sheet title={o.account.newCodes} onClose={onClose}>
      {codes.value ? (
        <Recovery codes={codes.value} onKept={onClose} />
      ) : (
        <Form sending={sending} onSubmit={() => void submit()} action={o.account.newCodes}>
          <p>{o.account.newCodesSay}</p>
          <Field label={o.signIn.code} name="code" value={code} sending={sending} required focus maxLength={64} autocomplete="one-time-code" />
        </Form>
      )}
    </Sheet>
  );
}

function TurnOff({ onClose }: { onClose: () => void }) {
  const code = useSignal("");
  const sending = useSending({ "account.code_wrong": "code" });
  const submit = async () => {
    const well = await sending.run(() => ask("DELETE", "/api/me/totp", { code: code.value.trim() }));
    if (!well) return;
    await reloadMe();
    onClose();
  };
  return (
    <Sheet title={o.account.turnOff} onClose={onClose}>
      <Form sending={sending} onSubmit={() => void submit()} action={o.account.turnOff}>
        <p>{o.signIn.secondSay}</p>
        <Field label={o.signIn.code} name="code" value={code} sending={sending} required focus maxLength={64} autocomplete="one-time-code" />
      </Form>
    </Sheet>
  );
}

export function Totp() {
  const on = me.value?.totp ?? false;
  const prepared = useSignal<Prepared | null>(null);
  const ending = useSignal(false);
  const renewing = useSignal(false);
  const sending = useSending();
  const prepare = () => sending.run(async () => (prepared.value = await ask<Prepared>("POST", "/api/me/totp")));
  return (
    <Panel title={o.account.totp} chip={on ? o.account.totpOn : o.account.totpOff} good={on}>
      <p class="muted">{o.account.totpSay}</p>
      <Form class="row wrap" sending={sending} onSubmit={() => (on ? (ending.value = true) : void prepare())}>
        <button type="submit" class="button" disabled={sending.busy.value}>
          {on ? o.account.turnOff : o.account.turnOn}
        </button>
        {on && (
          <button type="button" class="button" onClick={() => (renewing.value = true)}>
            {o.account.newCodes}
          </button>
        )}
      </Form>
      {prepared.value && <TurnOn prepared={prepared.value} onClose={() => (prepared.value = null)} />}
      {renewing.value && <NewCodes onClose={() => (renewing.value = false)} />}
      {ending.value && <TurnOff onClose={() => (ending.value = false)} />}
    </Panel>
  );
}
