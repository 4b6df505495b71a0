/** What every page behind the sign-in does first: language, clock, and who this is. */
import "../styles/base.css";
import "../styles/parts.css";
import "../styles/office.css";
import { signal } from "@preact/signals";
import { type ComponentChild, render } from "preact";
import { sentence } from "../texts";
import { o, speakOffice } from "../texts/office";
import { wear } from "./accent";
import { ask, OFFLINE, onSignedOut, Refused, signedOut } from "./api";
import { startClock } from "./clock";
import { Frame } from "./frame";
import { keep, kept } from "./kept";
import { Over } from "./status";

/** An organisation, as somebody in it sees it. */
export interface MyOrg {
  org: string;
  name: string;
  accent: string;
  products: string[];
  role: string;
}

export interface Me {
  account: string;
  mail: string;
  name: string;
  platform_admin: boolean;
  totp: boolean;
  passkeys: number;
  orgs: MyOrg[];
}

export const me = signal<Me | null>(null);

const ORG_KEY = "hub.org";

/** Where an invitation waits until its owner has signed in. */
export const JOIN_KEY = "hub.join";

export function show(page: ComponentChild): void {
  const root = document.getElementById("page");
  if (root) render(page, root);
}

async function begin(title: () => string): Promise<void> {
  await speakOffice(navigator.languages);
  document.title = `${title()} · Showhub`;
  startClock();
}

/** A page that anybody may open. */
export async function startPlain(title: () => string, view: () => ComponentChild): Promise<void> {
  await begin(title);
  show(view());
}

/** A page for who is signed in; everybody else signs in first and comes back. */
export async function startSigned(title: () => string, view: () => ComponentChild): Promise<void> {
  await begin(title);
  onSignedOut(goSignIn);
  show(<Frame title={title()} waiting />);
  await knowMe(view);
}

async function knowMe(view: () => ComponentChild): Promise<void> {
  try {
    await reloadMe();
  } catch (error) {
    if (signedOut(error)) return;
    const { code, say } = error instanceof Refused ? error : { code: "", say: "" };
    show(<Over title={code === OFFLINE ? o.status.offline : o.again} say={sentence(code, say)} onAgain={() => void knowMe(view)} />);
    return;
  }
  wear(currentOrg()?.accent ?? "");
  show(view());
}

export async function reloadMe(): Promise<void> {
  me.value = await ask<Me>("GET", "/api/me");
}

/** To the sign-in, and from there back to here. */
export function goSignIn(): void {
  location.replace(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
}

/** The organisation that this person works for now: the one chosen last, else the first. */
export function currentOrg(): MyOrg | undefined {
  const orgs = me.value?.orgs ?? [];
  return orgs.find((each) => each.org === kept(ORG_KEY)) ?? orgs[0];
}

export const chooseOrg = (org: string): void => keep(ORG_KEY, org);

/** Runs the organisation, or helps to. */
export const organises = (role: string | undefined): boolean => role === "owner" || role === "manager";
