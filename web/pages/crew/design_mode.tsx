/** Design mode: which sections and questions the form has. What is left out keeps its answers. */
import "./design.css";
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Field, Schema, Section } from "../../client/wire";
import { announce } from "../../parts/announce";
import { askAs, Refused } from "../../parts/api";
import { roomOf } from "../../parts/grant";
import { Icon } from "../../parts/icons";
import { Problem } from "../../parts/problem";
import type { Session } from "../../parts/session";
import { Sheet } from "../../parts/sheet";
import { toast } from "../../parts/toast";
import { sentence } from "../../texts";
import { designing } from "../../texts/designing";
import { answered, changeSection, isPrivate, keyFor, leftOut, moved, PRIVATE, put, sameDesign, without } from "./design";
import { FieldDesign, Input, Moves } from "./design_field";
import { drag } from "./drag";

interface LineProps {
  items: readonly (Section | Field)[];
  about?: (item: Section | Field) => string;
  chosen: string;
  onChoose: (key: string) => void;
  onMove: (from: number, to: number) => void;
  onLeaveOut: (at: number) => void;
  /** One is always left. */
  keepLast?: boolean;
}

/** Things in an order: chosen by a click, moved by dragging, buttons or Alt and arrows. */
function Lines({ items, about, chosen, onChoose, onMove, onLeaveOut, keepLast = false }: LineProps) {
  const d = designing();
  const list = useRef<HTMLUListElement>(null);
  const move = (from: number, to: number) => {
    if (to < 0 || to >= items.length || from === to) return;
    onMove(from, to);
    announce(d.isNow(items[from]?.label ?? "", to + 1, items.length));
  };
  return (
    <ul class="design-lines" ref={list}>
      {items.map((item, at) => (
        <li key={item.key} data-row={item.key} class={item.key === chosen ? "design-line on" : "design-line"}>
          <button
            type="button"
            class="icon-button drag-handle"
            aria-label={d.drag(item.label)}
            onPointerDown={(event) =>
              drag(list, event, ({ row, after }) => {
                const keys = items.map((one) => one.key).filter((key) => key !== row);
                move(items.findIndex((one) => one.key === row), keys.indexOf(after) + 1);
              })
            }
            onKeyDown={(event) => {
              const by = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
              if (by === undefined) return;
              event.preventDefault();
              move(at, at + by);
            }}
          >
            <Icon name="drag" />
          </button>
          <button type="button" class="design-name grow clip" aria-pressed={item.key === chosen} onClick={() => onChoose(item.key)}>
            {item.label}
            {about?.(item) && <span class="small muted"> · {about(item)}</span>}
          </button>
          <Moves label={item.label} at={at} of={items.length} onMove={(to) => move(at, to)} />
          <button type="button" class="icon-button" aria-label={d.leaveOut(item.label)} disabled={keepLast && items.length === 1} onClick={() => onLeaveOut(at)}>
            <Icon name="trash" />
          </button>
        </li>
      ))}
    </ul>
  );
}

interface Draft {
  schema: Schema;
  /** The stamp of the design that it began with. */
  saw: string;
}

interface Props {
  session: Session;
  onClose: () => void;
}

function Questions({ session, schema, at, onChange }: { session: Session; schema: Schema; at: number; onChange: (schema: Schema) => void }) {
  const d = designing();
  const chosen = useSignal("");
  const section = schema.sections[at];
  const form = session.state.value.advancing_sync;
  if (!section || !form) return null;
  const fields = section.fields;
  const change = (next: Field[]) => onChange(changeSection(schema, at, { fields: next }));
  const place = fields.findIndex((field) => field.key === chosen.value);
  const field = fields[place];
  const add = () => {
    // what is left out keeps its key: a new question must not find its answers by chance
    const gone = leftOut(form, schema).flatMap((key) => (key.startsWith(`${section.key}.`) ? [key.slice(section.key.length + 1)] : []));
    const key = keyFor(d.newQuestion, [...fields.map((one) => one.key), ...gone]);
    change([...fields, { key, label: d.newQuestion }]);
    chosen.value = key;
  };
  /** A new question that nobody has yet is called by its name, so that the same name finds the same answers later. */
  const renamed = (next: Field): Field => {
    const stands = form.schema.sections.find((one) => one.key === section.key)?.fields.some((one) => one.key === field?.key);
    if (stands || next.label === field?.label) return next;
    const key = keyFor(next.label, without(fields, place).map((one) => one.key));
    chosen.value = key;
    return { ...next, key };
  };
  return (
    <section class="stack" aria-label={d.questions(section.label)}>
      <Input label={d.name} value={section.label} onChange={(label) => onChange(changeSection(schema, at, { label }))} />
      {isPrivate(section.key) && <p class="small muted">{d.isPrivate}</p>}
      <h3>{d.questions(section.label)}</h3>
      <Lines
        items={fields}
        about={(item) => d.kinds[("kind" in item && item.kind) || "text"]}
        chosen={chosen.value}
        onChoose={(key) => (chosen.value = chosen.value === key ? "" : key)}
        onMove={(from, to) => change(moved(fields, from, to))}
        onLeaveOut={(gone) => {
          toast(d.leftOut(fields[gone]?.label ?? ""));
          change(without(fields, gone));
        }}
      />
      {field && <FieldDesign key={place} field={field} fixed={answered(form, `${section.key}.${field.key}`)} onChange={(next) => change(put(fields, place, renamed(next)))} />}
      <button type="button" class="button" onClick={add}>
        <Icon name="add" />
        {d.addQuestion}
      </button>
    </section>
  );
}

function NewSection({ draft, chosen }: { draft: Signal<Draft | null>; chosen: Signal<string> }) {
  const d = designing();
  const label = useSignal("");
  const secret = useSignal(false);
  const add = () => {
    if (!draft.value) return;
    const { sections } = draft.value.schema;
    const name = label.value.trim() || d.newSection;
    const key = keyFor(name, sections.map((one) => one.key), secret.value ? PRIVATE : "");
    draft.value = { ...draft.value, schema: { sections: [...sections, { key, label: name, fields: [] }] } };
    chosen.value = key;
    label.value = "";
  };
  return (
    <div class="stack design-new">
      <Input label={d.newSection} value={label.value} onChange={(text) => (label.value = text)} />
      <label class="tick-line">
        <input type="checkbox" checked={secret.value} onChange={(event) => (secret.value = event.currentTarget.checked)} />
        <span>{d.privately}</span>
      </label>
      <button type="button" class="button" onClick={add}>
        <Icon name="add" />
        {d.addSection}
      </button>
    </div>
  );
}

export function DesignMode({ session, onClose }: Props) {
  const d = designing();
  const form = session.state.value.advancing_sync;
  const draft = useSignal<Draft | null>(null);
  const chosen = useSignal("");
  const problem = useSignal("");
  const busy = useSignal(false);
  useEffect(() => {
    if (form && !draft.value) draft.value = { schema: form.schema, saw: form.designed };
  }, [form]);
  const now = draft.value;
  if (!form || !now) return null;
  const { sections } = now.schema;
  const changed = !sameDesign(now.schema, form.schema);
  const overtaken = form.designed !== now.saw && changed;
  const change = (schema: Schema) => (draft.value = { ...now, schema });
  const restart = () => {
    problem.value = "";
    draft.value = { schema: form.schema, saw: form.designed };
  };
  const save = async (saw: string) => {
    busy.value = true;
    problem.value = "";
    try {
      await askAs(session.token.peek(), "PUT", `/api/rooms/${roomOf("crew", location.pathname)}/design`, { schema: now.schema, saw });
      toast(d.saved);
      onClose();
    } catch (error) {
      const refused = error instanceof Refused ? error : new Refused("", "");
      // the form on screen says so itself as soon as it has heard of it
      problem.value = refused.code === "advance.design_changed" ? d.theirs : sentence(refused.code, refused.say);
    } finally {
      busy.value = false;
    }
  };
  const at = Math.max(0, sections.findIndex((section) => section.key === chosen.value));
  const kept = leftOut(form, now.schema).length;
  return (
    <Sheet title={d.title} tall onClose={onClose}>
      <div class="stack design">
        <p class="muted">{d.say}</p>
        {overtaken && (
          <div class="design-overtaken stack" role="alert">
            <p>{d.theirs}</p>
            <div class="row wrap">
              <button type="button" class="button" onClick={restart}>
                {d.restart}
              </button>
              <button type="button" class="button main" disabled={busy.value} onClick={() => void save(form.designed)}>
                {d.over}
              </button>
            </div>
          </div>
        )}
        <div class="design-columns-2">
          <section class="stack" aria-label={d.sections}>
            <h3>{d.sections}</h3>
            <Lines
              items={sections}
              about={(item) => (isPrivate(item.key) ? d.isPrivate : "")}
              chosen={sections[at]?.key ?? ""}
              onChoose={(key) => (chosen.value = key)}
              onMove={(from, to) => change({ sections: moved(sections, from, to) })}
              onLeaveOut={(gone) => {
                toast(d.leftOut(sections[gone]?.label ?? ""));
                change({ sections: without(sections, gone) });
              }}
              keepLast
            />
            <NewSection draft={draft} chosen={chosen} />
          </section>
          <Questions key={sections[at]?.key} session={session} schema={now.schema} at={at} onChange={change} />
        </div>
        {kept > 0 && <p class="small muted">{d.kept(kept)}</p>}
        {problem.value && !overtaken && <Problem text={problem.value} />}
        <div class="row wrap design-foot">
          {changed && (
            <button type="button" class="button" onClick={restart}>
              {d.restart}
            </button>
          )}
          <span class="grow" />
          {!changed && <span class="small muted">{d.unchanged}</span>}
          <button type="button" class="button main" disabled={!changed || busy.value || overtaken} onClick={() => void save(now.saw)}>
            {d.save}
          </button>
        </div>
      </div>
    </Sheet>
  );
}
