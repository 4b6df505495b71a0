/** Another password; it signs out every other device. */
import { useSignal } from "@preact/signals";
import { ask } from "../../parts/api";
import { Field, Form, useSending } from "../../parts/form";
import { Panel } from "../../parts/panel";
import { toast } from "../../parts/toast";
import { o } from "../../texts/office";
import { me } from "../../parts/boot";
import { PASSWORD_MIN } from "./sign_up";

export function Password() {
  const old = useSignal("");
  const fresh = useSignal("");
  const sending = useSending({ "account.not_your_password": "old", "account.password_weak": "new" });
  const submit = async () => {
    if (!(await sending.run(() => ask("POST", "/api/me/password", { old: old.value, new: fresh.value })))) return;
    old.value = "";
    fresh.value = "";
    toast(o.account.passwordChanged);
  };
  return (
    <Panel title={o.account.password}>
      <Form sending={sending} onSubmit={() => void submit()} action={o.account.changePassword}>
        {/* tells a password manager whose password this is */}
        <input class="hidden" type="text" autocomplete="username" value={me.value?.mail} readOnly tabIndex={-1} aria-hidden="true" />
        <Field label={o.account.oldPassword} name="old" type="password" value={old} sending={sending} required maxLength={1000} autocomplete="current-password" />
        <Field
          label={o.account.newPassword}
          name="new"
          type="password"
          value={fresh}
          sending={sending}
          required
          minLength={PASSWORD_MIN}
          maxLength={1000}
          autocomplete="new-password"
          hint={o.signUp.passwordSay}
        />
      </Form>
    </Panel>
  );
}
