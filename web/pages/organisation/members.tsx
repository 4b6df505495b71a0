/** The people of an organisation, and what each may do. */
import { acting } from "../../parts/acting";
import { ask } from "../../parts/api";
import { Avatar } from "../../parts/avatar";
import { me, organises } from "../../parts/boot";
import { Confirm } from "../../parts/confirm";
import { Bones } from "../../parts/frame";
import { useLoaded } from "../../parts/loaded";
import { Failed, Panel } from "../../parts/panel";
import { o } from "../../texts/office";
import type { Organisation } from "./page";
import { roleChoices } from "./roles";

interface Person {
  account: string;
  name: string;
  mail: string | null;
  role: string;
}

const isMe = (person: Person): boolean => person.account === me.value?.account;

export function Members({ org }: { org: Organisation }) {
  const path = `/api/orgs/${org.org}/members`;
  const { value, problem, reload } = useLoaded<Person[]>(path);
  const mayTouch = (person: Person) => organises(org.role) && (person.role !== "owner" || org.role === "owner");
  const change = async (person: Person, role: string) => {
    await acting(() => ask("PATCH", `${path}/${person.account}`, { role }), o.org.roleChanged(person.name, o.roles[role] ?? role));
    await reload();
  };
  const remove = async (person: Person) => {
    if (await acting(() => ask("DELETE", `${path}/${person.account}`), o.org.removed(person.name))) await reload();
  };
  const leave = async (person: Person) => {
    if (await acting(() => ask("DELETE", `${path}/${person.account}`))) location.assign("/shows");
  };
  return (
    <Panel title={o.org.members} chip={value.value ? String(value.value.length) : "–"}>
      {problem.value && <Failed problem={problem.value} onAgain={() => void reload()} />}
      {!value.value && !problem.value && <Bones rows={3} />}
      <ul class="lines members">
        {(value.value ?? []).map((person) => (
          <li class="line" key={person.account}>
            <Avatar id={person.account} name={person.name} />
            <div class="grow">
              <p class="row">
                <span class="clip">{person.name}</span>
                {isMe(person) && <span class="chip">{o.account.you}</span>}
              </p>
              {person.mail && <p class="small muted clip">{person.mail}</p>}
            </div>
            {mayTouch(person) ? (
              <>
                <select class="input role" aria-label={o.org.role(person.name)} value={person.role} onChange={(event) => void change(person, event.currentTarget.value)}>
                  {roleChoices(org.role).map(([role, word]) => (
                    <option key={role} value={role}>
                      {word}
                    </option>
                  ))}
                </select>
                {!isMe(person) && <Confirm label={o.remove} about={person.name} onConfirm={() => void remove(person)} />}
              </>
            ) : (
              <span class="chip">{o.roles[person.role] ?? person.role}</span>
            )}
            {isMe(person) && <Confirm label={o.org.leave} onConfirm={() => void leave(person)} />}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
