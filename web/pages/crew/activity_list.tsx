/** Who changed what, from what to what, when and for which side; with what is new since one was last here. */
import "./activity.css";
import { useSignal } from "@preact/signals";
import { Fragment } from "preact";
import { useEffect } from "preact/hooks";
import { Ago } from "../../parts/ago";
import { Avatar } from "../../parts/avatar";
import { timeOfDay } from "../../parts/format";
import { Icon } from "../../parts/icons";
import { t } from "../../texts";
import { past } from "../../texts/past";
import { type Asking, sayDone } from "./activity";
import type { Doings } from "./doings";
import { type Done, isNew, newsIn, NO_FILTER } from "./done";

interface ChoiceProps {
  label: string;
  value: string;
  choices: readonly (readonly [string, string])[];
  onChoose: (value: string) => void;
}

const Choice = ({ label, value, choices, onChoose }: ChoiceProps) => (
  <select class="input" aria-label={label} title={label} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
    <option value="">{`${label}: ${past().any}`}</option>
    {choices.map(([key, word]) => (
      <option key={key} value={key}>
        {word}
      </option>
    ))}
  </select>
);

interface Props {
  doings: Doings;
  form: Asking;
  onGo: (about: string) => void;
}

function Filters({ doings, form }: Pick<Props, "doings" | "form">) {
  const words = past();
  const open = useSignal(doings.filter.peek() !== NO_FILTER);
  const now = doings.filter.value;
  const count = Object.values(now).filter(Boolean).length;
  const sections = form.schema.sections.map((each) => [each.key, each.label] as const);
  return (
    <div class="activity-filter">
      <div class="row">
        <button type="button" class="button plain" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
          <Icon name="sliders" />
          {words.filter}
          {count > 0 && <span class="chip accent">{count}</span>}
        </button>
        {count > 0 && (
          <button type="button" class="button plain" onClick={() => doings.choose(NO_FILTER)}>
            {words.all}
          </button>
        )}
      </div>
      {open.value && (
        <div class="activity-choices" role="group" aria-label={words.filter}>
          <Choice label={words.section} value={now.section} choices={sections} onChoose={(section) => doings.choose({ section })} />
          <Choice label={words.person} value={now.person} choices={[...doings.people.value]} onChoose={(person) => doings.choose({ person })} />
          <Choice label={words.side} value={now.party} choices={Object.entries(words.sides)} onChoose={(party) => doings.choose({ party })} />
          <Choice label={words.kind} value={now.which} choices={Object.entries(words.kinds)} onChoose={(which) => doings.choose({ which })} />
        </div>
      )}
    </div>
  );
}

function One({ doings, form, line, onGo }: Props & { line: Done }) {
  const name = line.name || (doings.people.value.get(line.person) ?? "");
  const what = (
    <>
      <Avatar id={line.person} name={name || t.nobody} small />
      <span class="grow">
        <span class="activity-text">{sayDone(form, line)}</span>
        <time class="small muted" dateTime={new Date(line.at_ms).toISOString()} title={timeOfDay(line.at_ms)}>
          <Ago at={line.at_ms} say={(when) => [name, past().sides[line.party], when].filter(Boolean).join(", ")} />
        </time>
      </span>
    </>
  );
  // what is about the whole form leads nowhere
  return line.about && line.section ? (
    <button type="button" class="activity-line" onClick={() => onGo(line.about)}>
      {what}
    </button>
  ) : (
    <div class="activity-line">{what}</div>
  );
}

const keyOf = (line: Done): string => `${line.what} ${line.about} ${line.person} ${line.at_ms}`;

export function ActivityList(props: Props) {
  const { doings } = props;
  const words = past();
  useEffect(() => doings.open(), [doings]);
  const [lines, since] = [doings.lines.value, doings.since.value];
  const news = newsIn(lines ?? [], since, doings.me);
  const empty = doings.filter.value === NO_FILTER ? t.crew.activityEmpty : words.none;
  return (
    <div class="stack">
      <Filters doings={doings} form={props.form} />
      {doings.away.value && <p class="small muted">{words.away}</p>}
      {lines === null && !doings.away.value && <div class="bone bone-row" aria-hidden="true" />}
      {lines?.length === 0 && (
        <div class="empty">
          <Icon name="clock" />
          <span>{empty}</span>
        </div>
      )}
      <ol class="activity">
        {lines?.map((line, index) => (
          <Fragment key={keyOf(line)}>
            {index === news?.from && <li class="label activity-since">{words.since}</li>}
            {index === news?.to && <li class="label">{words.before}</li>}
            <li class={isNew(line, since, doings.me) ? "fresh" : undefined}>
              <One {...props} line={line} />
            </li>
          </Fragment>
        ))}
      </ol>
      {doings.more.value && (
        <button type="button" class="button" onClick={() => doings.older()}>
          {words.more}
        </button>
      )}
    </div>
  );
}
