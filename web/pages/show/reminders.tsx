/** When people are reminded of deadlines, whom the next mail goes to, and why there is none. */
import { useSignal } from "@preact/signals";
import { ask } from "../../parts/api";
import { Avatar } from "../../parts/avatar";
import { dayText } from "../../parts/dates";
import { Field, Form, useSending } from "../../parts/form";
import { Bones } from "../../parts/frame";
import { Icon } from "../../parts/icons";
import { useLoaded } from "../../parts/loaded";
import { Failed, Panel } from "../../parts/panel";
import { Sheet } from "../../parts/sheet";
import { toast } from "../../parts/toast";
import { o } from "../../texts/office";
import { a } from "../../texts/office/advance";
import { type Coming, DAYS_MAX, offered, type Reminders as Told, split, typedDay } from "./plan";

function Change({ path, days, onClose }: { path: string; days: readonly number[]; onClose: (told: Told | null) => void }) {
  const chosen = useSignal(days);
  const typed = useSignal("");
  const sending = useSending();
  const tick = (day: number, on: boolean) => {
    const next = on ? [...chosen.value, day] : chosen.value.filter((each) => each !== day);
    if (next.length > DAYS_MAX) sending.wrong("", a().mostDays);
    chosen.value = next.slice(0, DAYS_MAX);
  };
  const add = (): boolean => {
    if (typed.value.trim() === "") return true;
    const day = typedDay(typed.value);
    if (day === null) sending.wrong("another", a().anotherSay);
    else if (!chosen.value.includes(day)) tick(day, true);
    if (day !== null) typed.value = "";
    return day !== null;
  };
  const submit = () => {
    // what stands in the field counts without pressing the button beside it
    if (add()) void sending.run(async () => onClose(await ask<Told>("PUT", path, { days: chosen.value }))).then((well) => well && toast(o.saved));
  };
  return (
    <Sheet title={a().reminders} onClose={() => onClose(null)}>
      <Form sending={sending} onSubmit={submit} action={o.save}>
        <fieldset class="sections-choice">
          <legend>{a().changeSay}</legend>
          <div class="chips">
            {offered(chosen.value).map((day) => (
              <label class="chip-tick" key={day}>
                <input type="checkbox" checked={chosen.value.includes(day)} onChange={(event) => tick(day, event.currentTarget.checked)} />
                <span>{day === 0 ? a().onTheDay : a().daysBefore(day)}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <div class="another-day">
          <Field label={a().another} name="another" value={typed} sending={sending} inputMode="numeric" maxLength={2} hint={a().anotherSay} />
          <button type="button" class="button" onClick={add}>
            {a().add}
          </button>
        </div>
      </Form>
    </Sheet>
  );
}

function Next({ next }: { next: Coming }) {
  return (
    <section class="stack tight">
      <h3>{a().next(dayText(next.day))}</h3>
      <p class="small muted">{a().nextSay}</p>
      <ul class="lines next-mails">
        {next.people.map((person) => (
          <li class="line" key={person.account}>
            <Avatar id={person.account} name={person.name} />
            <div class="grow">
              <p class="row wrap">
                <strong class="clip">{person.name}</strong>
                <span class="small muted">{o.roles[person.role] ?? person.role}</span>
              </p>
              <p class="small muted">{person.sections.map(({ label, day }) => a().dueOn(label, dayText(day, "short"))).join(", ")}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the plan says, and what comes of it. */
function Said({ told }: { told: Told }) {
  const days = split(told.days);
  const why = a().why[told.why];
  return (
    <>
      <p>{told.days.length === 0 ? a().never : a().plan(days.before, days.onTheDay)}</p>
      {!told.mail && (
        <p class="row no-mail">
          <Icon name="warning" />
          <span>{a().noMail}</span>
        </p>
      )}
      {told.next && <Next next={told.next} />}
      {why && <p class="muted">{why}</p>}
    </>
  );
}

export function Reminders({ org, show, may }: { org: string; show: string; may: boolean }) {
  const path = `/api/orgs/${org}/shows/${show}/reminders`;
  const { value, problem, reload } = useLoaded<Told>(path);
  const changing = useSignal(false);
  const told = value.value;
  const close = (next: Told | null) => {
    changing.value = false;
    if (next) value.value = next;
  };
  const change = may && told && (
    <button type="button" class="button" aria-label={`${a().change}: ${a().reminders}`} onClick={() => (changing.value = true)}>
      {a().change}
    </button>
  );
  return (
    <Panel title={a().reminders} action={change}>
      {problem.value && !told && <Failed problem={problem.value} onAgain={() => void reload()} />}
      {!told && !problem.value && <Bones rows={2} />}
      {told && <Said told={told} />}
      {told && changing.value && <Change path={path} days={told.days} onClose={close} />}
    </Panel>
  );
}
