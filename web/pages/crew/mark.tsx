/** Where a question stands: the dot beside its label, and the menu in which people say so. */
import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { Field, Form, Side, Status } from "../../client/wire";
import { slowNow } from "../../parts/clock";
import { ago } from "../../parts/format";
import { Icon } from "../../parts/icons";
import { Popover } from "../../parts/popover";
import { agreeing } from "../../texts/agreeing";
import { type Seen, STATUSES } from "./agree";
import { pickFiles } from "./file_desk";
import type { Crew, Opened } from "./form";
import { sectionOf } from "./views";

/** The shape says what the colour says. */
export function Dot({ status, changed = false }: { status: Seen; changed?: boolean }) {
  return <span class={`dot ${status}${changed ? " changed" : ""}`} aria-hidden="true" />;
}

interface Props {
  crew: Crew;
  field: Field;
  /** Its full key. */
  at: string;
}

export function MarkButton({ crew, field, at }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const { status, changed } = crew.views.question(at);
  const open = useComputed(() => crew.menu.value?.key === at).value;
  const words = agreeing().status[status.value] + (changed.value ? `, ${agreeing().changedSince}` : "");
  if (crew.views.looking.value) {
    return (
      <span class="mark" role="img" aria-label={words} title={words}>
        <Dot status={status.value} changed={changed.value} />
      </span>
    );
  }
  return (
    <button
      ref={button}
      type="button"
      class="mark"
      aria-label={agreeing().dot(field.label, words)}
      title={words}
      aria-haspopup="menu"
      aria-expanded={open}
      onClick={() => (crew.menu.value = button.current && !open ? { field, key: at, from: button.current } : null)}
    >
      <Dot status={status.value} changed={changed.value} />
    </button>
  );
}

/** Which side answers a question now. */
export const answersNow = (form: Form | undefined, key: string, field: Field): Side => (form?.agreement.assigned[key]?.what ?? field.answers ?? "both") as Side;

function Choice({ on, onChoose, role = "menuitemradio", children }: { on?: boolean; onChoose: () => void; role?: "menuitem" | "menuitemradio"; children: ComponentChildren }) {
  return (
    <button type="button" class="menu-item" role={role} aria-checked={role === "menuitem" ? undefined : on} tabIndex={-1} onClick={onChoose}>
      {children}
      {on && <Icon name="check" />}
    </button>
  );
}

interface MenuProps {
  crew: Crew;
  opened: Opened;
}

export function MarkMenu({ crew, opened }: MenuProps) {
  const { field, key, from } = opened;
  const a = agreeing();
  const { status, verified, lock, closed } = crew.views.question(key);
  const answers = answersNow(crew.views.form.value, key, field);
  const signed = crew.views.signed(sectionOf(key)).value !== null;
  const close = () => {
    if (crew.menu.peek()?.key === key) crew.menu.value = null;
  };
  const does = (run: () => void) => () => {
    run();
    close();
  };
  const mark = (said: Status) => crew.ask({ field: key }, { t: "advance.mark", field: key, status: said });
  const on = lock.value?.on ?? false;
  return (
    <Popover label={a.menu(field.label)} role="menu" at={from} onClose={close}>
      <p class="menu-title" aria-hidden="true">
        {field.label}
      </p>
      <div role="group" aria-label={a.standsAs}>
        {STATUSES.map((each) => (
          <Choice key={each} on={status.value === each} onChoose={does(() => mark(each))}>
            <Dot status={each} />
            <span class="grow">{a.status[each]}</span>
          </Choice>
        ))}
      </div>
      {crew.leads && (
        <div role="group" aria-label={a.answers} class="menu-sides">
          <span class="label" aria-hidden="true">
            {a.answers}
          </span>
          {(["band", "venue", "both"] as const).map((side) => (
            <Choice key={side} on={answers === side} onChoose={does(() => crew.ask({ field: key }, { t: "advance.assign", field: key, answers: side }))}>
              <span class="grow">{a.sides[side]}</span>
            </Choice>
          ))}
        </div>
      )}
      <div role="group" aria-label={field.label}>
        <Choice role="menuitem" onChoose={does(() => crew.ask({ field: key }, { t: "advance.verify", field: key }))}>
          <Icon name="check" />
          <span class="grow">
            {a.verify}
            {verified.value && <span class="small muted block">{a.verified(ago(verified.value.at_ms, slowNow.value), verified.value.name)}</span>}
          </span>
        </Choice>
        {crew.leads && !signed && (
          <Choice role="menuitem" onChoose={does(() => crew.ask({ field: key }, { t: "advance.lock", field: key, on: !on }))}>
            <Icon name={on ? "unlock" : "lock"} />
            <span class="grow">{on ? a.unlock : a.lock}</span>
          </Choice>
        )}
        <Choice role="menuitem" onChoose={does(() => (crew.notes.value = opened))}>
          <Icon name="chat" />
          <span class="grow">{a.noteOn(field.label)}</span>
        </Choice>
        {!closed.value && (
          <Choice role="menuitem" onChoose={does(() => pickFiles((files) => crew.files.add(files, key)))}>
            <Icon name="file" />
            <span class="grow">{a.addFiles}</span>
          </Choice>
        )}
        <Choice role="menuitem" onChoose={does(() => (crew.past.value = opened))}>
          <Icon name="clock" />
          <span class="grow">{a.history}</span>
        </Choice>
      </div>
    </Popover>
  );
}
