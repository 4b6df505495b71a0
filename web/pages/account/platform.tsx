/** Every organisation of this hub, for who runs it. */
import { useList } from "../../parts/loaded";
import { Panel } from "../../parts/panel";
import { o } from "../../texts/office";

interface Listed {
  org: string;
  name: string;
  members: number;
}

export function Platform() {
  const { rows, more, next } = useList<Listed>("/api/platform/orgs", "rows");
  return (
    <Panel title={o.account.platform}>
      <p class="muted">{o.account.platformSay}</p>
      <ul class="lines">
        {(rows ?? []).map((each) => (
          <li class="line" key={each.org}>
            <a class="grow clip" href={`/organisation/${each.org}`}>
              {each.name}
            </a>
            <span class="chip">{each.members}</span>
          </li>
        ))}
      </ul>
      {more && (
        <button type="button" class="button" onClick={() => void next()}>
          {o.more}
        </button>
      )}
    </Panel>
  );
}
