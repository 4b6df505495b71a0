/** Who is invited, and a mail to somebody else. */
import { useSignal } from "@preact/signals";
import { acting } from "../../parts/acting";
import { ask, create } from "../../parts/api";
import { Confirm } from "../../parts/confirm";
import { momentText } from "../../parts/dates";
import { Choice, Field, Form, useSending } from "../../parts/form";
import { useLoaded } from "../../parts/loaded";
import { Panel } from "../../parts/panel";
import { toast } from "../../parts/toast";
import { o } from "../../texts/office";
import type { Organisation } from "./page";
import { roleChoices } from "./roles";

interface Invitation {
  id: string;
  mail: string;
  role: string;
  expires_at_ms: number;
}

export function Invitations({ org }: { org: Organisation }) {
  const path = `/api/orgs/${org.org}/invitations`;
  const { value, reload } = useLoaded<Invitation[]>(path);
  const mail = useSignal("");
  const role = useSignal("crew");
  const sending = useSending({ "org.already_member": "mail", "org.owners_only": "role" });
  const invite = async () => {
    const to = mail.value.trim();
    if (!(await sending.run((attempt) => create(path, { mail: to, role: role.value }, attempt)))) return;
    mail.value = "";
    toast(o.org.invited(to));
    await reload();
  };
  const revoke = async (each: Invitation) => {
    if (await acting(() => ask("DELETE", `${path}/${each.id}`), o.org.takenBack(each.mail))) await reload();
  };
  return (
    <Panel title={o.org.invite}>
      <Form sending={sending} onSubmit={() => void invite()} action={o.org.inviteSubmit}>
        <div class="pair">
          <Field label={o.signIn.mail} name="mail" type="email" value={mail} sending={sending} required />
          <Choice label={o.org.inviteRole} name="role" value={role} sending={sending} choices={roleChoices(org.role)} />
        </div>
      </Form>
      <h3>{o.org.invitations}</h3>
      {value.value?.length === 0 && <p class="muted">{o.org.invitationsNone}</p>}
      <ul class="lines invitations">
        {(value.value ?? []).map((each) => (
          <li class="line" key={each.id}>
            <div class="grow">
              <p class="clip">{each.mail}</p>
              <p class="small muted">
                {o.roles[each.role] ?? each.role} · {o.org.expires(momentText(each.expires_at_ms))}
              </p>
            </div>
            <Confirm label={o.remove} about={each.mail} onConfirm={() => void revoke(each)} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
