/** What every page does first: language, clock, grant, room. */
import "../styles/base.css";
import "../styles/parts.css";
import { type ComponentChild, render } from "preact";
import type { Behaviours } from "../client";
import { sentence, speak, t } from "../texts";
import { startClock } from "./clock";
import { enter, forgetGrant, knownName, type Page, Refused, roomOf, takeGrant, wayOf } from "./grant";
import { openSession, type Session } from "./session";
import { Over } from "./status";
import { dress, languages, onLanguage, theme } from "./tuning";

const RETRY_MS = 2_000;

/** What the tab is called, in the viewer's language. */
const titleOf = (page: Page): string => ({ crew: t.crew.title, floor: t.floor.title, desk: t.desk.title, watch: t.watch.title })[page];

async function begin(page: Page, wanted: readonly string[]): Promise<string> {
  await say(page, wanted);
  startClock();
  return roomOf(page, location.pathname);
}

async function say(page: Page, wanted: readonly string[]): Promise<void> {
  await speak(wanted);
  document.title = `${titleOf(page)} · Showhub`;
}

function show(page: ComponentChild): void {
  const root = document.getElementById("page");
  if (root) render(page, root);
}

/** A page that opens with a personal link. */
export async function startGranted(page: Page, behaviours: Behaviours, view: (session: Session) => ComponentChild): Promise<void> {
  const room = await begin(page, navigator.languages);
  const grant = takeGrant(page, room);
  if (grant === null) {
    show(<Over title={t.over.noGrant} say={t.over.noGrantSay} />);
    return;
  }
  const session = openSession(room, grant, behaviours, () => anotherGrant(page, room));
  comeBack(session, page, room);
  // the same tab may be given another link to the same room
  addEventListener("hashchange", () => {
    const next = location.hash.includes("grant=") ? takeGrant(page, room) : null;
    if (next !== null) session.use(next);
  });
  show(view(session));
}

/** A grant from where the one before came, if that is known. */
async function anotherGrant(page: Page, room: string): Promise<string> {
  const way = wayOf(page, room);
  if (!way) throw new Refused("auth.grant_expired", "");
  const { another } = await import("./again");
  return another(way, room);
}

/** A laptop that slept longer than its grant comes back with the next; so does who has another role now. */
function comeBack(session: Session, page: Page, room: string): void {
  let triedFor = "";
  session.status.subscribe((status) => {
    const over = status.kind === "ended" && (status.code.startsWith("auth.grant") || status.code === "auth.revoked");
    if (!over || triedFor === session.token.peek()) return;
    triedFor = session.token.peek();
    void anotherGrant(page, room).then(
      (token) => session.use(token),
      () => undefined,
    );
  });
}

/** A page for the audience: anybody walks in, and chooses language and theme; a grant in the link counts for more. */
export async function startOpen(page: Page, behaviours: Behaviours, view: (session: Session) => ComponentChild, skeleton: ComponentChild): Promise<void> {
  dress(theme());
  onLanguage(() => void say(page, languages(navigator.languages)));
  const room = await begin(page, languages(navigator.languages));
  const given = takeGrant(page, room);
  show(skeleton);
  const token = given ?? (await walkIn(room, skeleton));
  const again = async () => (await enter(room, knownName())).token;
  const session = openSession(room, token, behaviours, given === null ? again : undefined);
  renewWhenOver(session, page, room);
  show(view(session));
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Tries until the door answers; a refusal is shown until the person tries again. */
async function walkIn(room: string, skeleton: ComponentChild): Promise<string> {
  for (;;) {
    try {
      return (await enter(room, knownName())).token;
    } catch (error) {
      if (!(error instanceof Refused) || error.code === "") {
        await pause(RETRY_MS * (0.5 + Math.random()));
        continue;
      }
      const { code, say } = error;
      await new Promise<void>((again) => show(<Over title={t.over.title} say={sentence(code, say)} onAgain={again} />));
      show(skeleton);
    }
  }
}

/** A grant runs out after some hours: walk in again as the audience, once per grant. */
function renewWhenOver(session: Session, page: Page, room: string): void {
  let renewedFor = "";
  session.status.subscribe((status) => {
    if (status.kind !== "ended" || !status.code.startsWith("auth.grant") || renewedFor === session.token.peek()) return;
    renewedFor = session.token.peek();
    forgetGrant(page, room);
    void enter(room, knownName()).then(
      (entered) => session.use(entered.token),
      () => undefined,
    );
  });
}
