/** An organisation: its people, what it is called and uses, and for owners what was changed. */
import "./organisation.css";
import { wear } from "../../parts/accent";
import { organises } from "../../parts/boot";
import { Bones, Frame } from "../../parts/frame";
import { useLoaded } from "../../parts/loaded";
import { Failed } from "../../parts/panel";
import { o } from "../../texts/office";
import { AuditPanel } from "./audit";
import { Invitations } from "./invitations";
import { LeftLinks } from "./left";
import { Members } from "./members";
import { Settings } from "./settings";

export interface Organisation {
  org: string;
  name: string;
  accent: string;
  products: string[];
  role: string;
}

export function OrganisationPage() {
  const id = location.pathname.split("/")[2] ?? "";
  const { value, problem, reload } = useLoaded<Organisation>(`/api/orgs/${id}`);
  const org = value.value;
  const changed = (next: Organisation) => {
    value.value = next;
    wear(next.accent);
  };
  return (
    <Frame title={o.org.title}>
      {problem.value && !org && <Failed problem={problem.value} onAgain={() => void reload()} />}
      {!org && !problem.value && <Bones title={o.org.title} />}
      {org && (
        <>
          <h1>{org.name}</h1>
          <div class="panels">
            <div class="stack panel-column">
              <Members org={org} />
            </div>
            {organises(org.role) && (
              <div class="stack panel-column">
                <LeftLinks org={org.org} />
                <Invitations org={org} />
                <Settings org={org} onChanged={changed} />
              </div>
            )}
          </div>
          {org.role === "owner" && <AuditPanel org={org.org} />}
        </>
      )}
    </Frame>
  );
}
