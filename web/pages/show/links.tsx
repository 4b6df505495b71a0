/** Links for people without an account: into how much, from when, until when; taken back at any time. */
import { useSignal } from "@preact/signals";
import { acting } from "../../parts/acting";
import { ask } from "../../parts/api";
import { now, slowNow } from "../../parts/clock";
import { Confirm } from "../../parts/confirm";
import { momentText } from "../../parts/dates";
import { Bones } from "../../parts/frame";
import { ago } from "../../parts/format";
import { Icon } from "../../parts/icons";
import { useLoaded } from "../../parts/loaded";
import { Empty, Failed, Panel } from "../../parts/panel";
import type { Home } from "../../parts/things";
import { o } from "../../texts/office";
import { CHAT, NewLink } from "./new_link";
import { type Link, standing } from "./standing";

function Standing({ link }: { link: Link }) {
  const is = standing(link, now.value);
  if (is === "dead") return <span class="chip bad">{o.show.linkDead}</span>;
  if (is === "over") return <span class="chip">{o.show.linkOver}</span>;
  if (is === "later") return <span class="chip warn">{o.show.linkLater(momentText(link.opens_at_ms))}</span>;
  return link.closes_at_ms === null ? null : <span class="chip">{o.show.linkEnds(momentText(link.closes_at_ms))}</span>;
}

export function Links({ org, show }: { org: string; show: Home }) {
  const path = `/api/orgs/${org}/shows/${show.id}/links`;
  const { value, problem, reload } = useLoaded<Link[]>(path);
  const adding = useSignal(false);
  const revoke = async (link: Link) => {
    if (await acting(() => ask("DELETE", `${path}/${link.id}`), o.show.linkRevoked(link.name))) await reload();
  };
  return (
    <Panel
      title={o.show.links}
      action={
        <button type="button" class="button main" onClick={() => (adding.value = true)}>
          <Icon name="add" />
          {o.show.addLink}
        </button>
      }
    >
      <p class="muted">{o.show.linksSay}</p>
      {problem.value && <Failed problem={problem.value} onAgain={() => void reload()} />}
      {!value.value && !problem.value && <Bones rows={2} />}
      {value.value?.length === 0 && <Empty icon="link" title={o.show.linksNone} />}
      <ul class="lines links">
        {(value.value ?? []).map((link) => (
          <li class={link.revoked_at_ms === null ? "line" : "line dead"} key={link.id}>
            <div class="grow">
              <p class="row wrap">
                <strong class="clip">{link.name}</strong>
                <Standing link={link} />
                {!link.by_member && link.revoked_at_ms === null && <span class="chip warn">{o.show.linkLeft(link.by_name ?? o.show.linkNobody)}</span>}
              </p>
              <p class="small muted">
                {[
                  o.roles[link.role] ?? link.role,
                  link.can_write ? o.show.linkWrites : o.show.linkRead,
                  link.sections.length ? o.show.sections(link.sections.filter((section) => section !== CHAT).length) : o.show.linkAll,
                  ...(link.sections.includes(CHAT) ? [o.show.linkChats] : []),
                  ...(link.by_member && link.by_name ? [o.show.linkBy(link.by_name)] : []),
                  link.used_at_ms ? o.show.linkUsed(ago(link.used_at_ms, slowNow.value)) : o.show.linkUnused,
                ].join(" · ")}
              </p>
            </div>
            {link.revoked_at_ms === null && <Confirm label={o.remove} about={link.name} onConfirm={() => void revoke(link)} />}
          </li>
        ))}
      </ul>
      {adding.value && (
        <NewLink
          org={org}
          show={show}
          onClose={() => {
            adding.value = false;
            void reload();
          }}
        />
      )}
    </Panel>
  );
}
