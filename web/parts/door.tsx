/** What stands around a page at the door: one card, one thing to do. */
import type { ComponentChildren } from "preact";
import mark from "../styles/mark.svg";
import { Voice } from "./announce";
import { Toasts } from "./toast";

export function Door({ title, lead, children }: { title: string; lead?: string | undefined; children: ComponentChildren }) {
  return (
    <main class="door">
      <div class="door-card">
        <p class="row brand">
          <img class="mark" src={mark} alt="" width="30" height="30" />
          <strong>Showhub</strong>
        </p>
        <div>
          <h1>{title}</h1>
          {lead && <p class="muted lead">{lead}</p>}
        </div>
        {children}
      </div>
      <Toasts />
      <Voice />
    </main>
  );
}

/** The secret behind the `#` of a mailed link; it leaves the address bar at once. */
export function secretOf(hash: string): string {
  const secret = decodeURIComponent(hash.slice(1));
  if (secret) history.replaceState(history.state, "", location.pathname + location.search);
  return secret;
}
