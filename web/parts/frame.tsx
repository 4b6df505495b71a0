/** What stands around every page behind the sign-in: where one is, for whom, and whether the hub hears. */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { o } from "../texts/office";
import { Voice } from "./announce";
import { ask, asking, reached } from "./api";
import { chooseOrg, currentOrg, me } from "./boot";
import { Icon } from "./icons";
import { Toasts } from "./toast";
import mark from "../styles/mark.svg";

/** The connection, in words. */
export function NetworkStatus() {
  const [text, look] = !reached.value ? [o.status.offline, "away"] : asking.value > 0 ? [o.status.asking, ""] : [o.status.saved, "live"];
  return <span class={`status ${look}`}>{text}</span>;
}

function OrgChoice() {
  const orgs = me.value?.orgs ?? [];
  const current = currentOrg();
  if (orgs.length < 2) return <span class="clip org-name">{current?.name ?? "Showhub"}</span>;
  return (
    <select
      class="input org-choice"
      aria-label={o.nav.org}
      value={current?.org}
      onChange={(event) => {
        chooseOrg(event.currentTarget.value);
        location.assign("/shows");
      }}
    >
      {orgs.map((each) => (
        <option key={each.org} value={each.org}>
          {each.name}
        </option>
      ))}
    </select>
  );
}

export async function signOut(): Promise<void> {
  try {
    await ask("DELETE", "/api/session");
  } finally {
    location.assign("/sign-in");
  }
}

function Nav() {
  const org = currentOrg();
  const here = (path: string) => (location.pathname.startsWith(path) ? ("page" as const) : undefined);
  return (
    <nav class="office-nav" aria-label={o.nav.label}>
      <a href="/shows" aria-current={here("/shows")}>
        <Icon name="calendar" />
        <span>{o.nav.shows}</span>
      </a>
      {org && (
        <a href={`/organisation/${org.org}`} aria-current={here("/organisation")}>
          <Icon name="people" />
          <span>{o.nav.organisation}</span>
        </a>
      )}
      <a href="/account" aria-current={here("/account")}>
        <Icon name="person" />
        <span>{o.nav.account}</span>
      </a>
    </nav>
  );
}

interface Props {
  title: string;
  children?: ComponentChildren;
  /** Nothing is known yet: bones stand for what comes. */
  waiting?: boolean;
}

export function Frame({ title, children, waiting = false }: Props) {
  useEffect(() => {
    // an answer after a silence is told by the next request; coming back online is worth one
    const back = () => void ask("GET", "/api/me").catch(() => undefined);
    addEventListener("online", back);
    return () => removeEventListener("online", back);
  }, []);
  return (
    <div class="office">
      <a class="skip" href="#main">
        {o.nav.skip}
      </a>
      <header class="top office-top">
        <img class="mark" src={mark} alt="" width="26" height="26" />
        <div class="grow row">
          <OrgChoice />
        </div>
        <NetworkStatus />
        {me.value && (
          <button type="button" class="icon-button" aria-label={o.nav.out} title={o.nav.out} onClick={() => void signOut()}>
            <Icon name="out" />
          </button>
        )}
      </header>
      <Nav />
      <main id="main" class="office-main" aria-busy={waiting || undefined}>
        {waiting ? <Bones title={title} /> : children}
      </main>
      <Toasts />
      <Voice />
    </div>
  );
}

/** The shape of a page while it is on the way. */
export function Bones({ title, rows = 4 }: { title?: string; rows?: number }) {
  return (
    <div class="stack" aria-busy="true">
      {title && <h1>{title}</h1>}
      {Array.from({ length: rows }, (_, row) => (
        <div class="bone office-bone" key={row} />
      ))}
    </div>
  );
}
