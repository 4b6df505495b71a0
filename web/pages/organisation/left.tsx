/** Links that people made who have left: they still let in, and end all at once. */
import { acting } from "../../parts/acting";
import { ask } from "../../parts/api";
import { Confirm } from "../../parts/confirm";
import { useLoaded } from "../../parts/loaded";
import { Failed, Panel } from "../../parts/panel";
import { o } from "../../texts/office";
import { byMaker, type LeftLink } from "./makers";

export function LeftLinks({ org }: { org: string }) {
  const { value, problem, reload } = useLoaded<LeftLink[]>(`/api/orgs/${org}/links/left`);
  const revoke = async (account: string, name: string) => {
    if (await acting(() => ask("DELETE", `/api/orgs/${org}/members/${account}/links`), o.org.leftRevoked(name))) await reload();
  };
  if (problem.value) return <Failed problem={problem.value} onAgain={() => void reload()} />;
  const makers = byMaker(value.value ?? []);
  if (makers.length === 0) return null;
  return (
    <Panel title={o.org.left} chip={String(value.value?.length)}>
      <p class="muted">{o.org.leftSay}</p>
      {makers.map(({ account, name, links }) => (
        <section class="stack" key={account} aria-label={name ?? o.org.leftNobody}>
          <div class="line">
            <p class="grow row wrap">
              <strong class="clip">{name ?? o.org.leftNobody}</strong>
              <span class="chip warn">{o.org.leftLinks(links.length)}</span>
            </p>
            <Confirm label={o.org.leftRevoke} about={name ?? o.org.leftNobody} onConfirm={() => void revoke(account, name ?? o.org.leftNobody)} />
          </div>
          <ul class="lines">
            {links.map((link) => (
              <li class="line" key={link.id}>
                <a class="grow clip" href={`/shows/${org}/${link.show}`}>
                  {link.name} · {link.title}
                </a>
                <span class="chip">{o.roles[link.role] ?? link.role}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Panel>
  );
}
