/** A part of a page with a heading of its own, and what an empty or missing list says. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { sentence } from "../texts";
import { o } from "../texts/office";
import type { Refused } from "./api";
import { Icon, type IconName } from "./icons";

interface Props {
  title: string;
  chip?: string;
  good?: boolean;
  /** Beside the heading: what can be done here. */
  action?: ComponentChildren;
  children: ComponentChildren;
}

export function Panel({ title, chip, good = false, action, children }: Props) {
  const heading = useId();
  return (
    <section class="card panel" aria-labelledby={heading}>
      <header class="row panel-head">
        <h2 id={heading}>{title}</h2>
        {chip && <span class={good ? "chip good" : "chip"}>{chip}</span>}
        <span class="grow" />
        {action}
      </header>
      {children}
    </section>
  );
}

export function Empty({ icon, title, say, children }: { icon: IconName; title: string; say?: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <strong>{title}</strong>
      {say && <span>{say}</span>}
      {children}
    </div>
  );
}

/** Why something is not here, and another try. */
export function Failed({ problem, onAgain }: { problem: Refused; onAgain: () => void }) {
  return (
    <div class="empty" role="alert">
      <Icon name="warning" />
      <strong>{sentence(problem.code, problem.say)}</strong>
      <button type="button" class="button" onClick={onAgain}>
        {o.again}
      </button>
    </div>
  );
}
