/** What happened to the account, newest first: who did not do it knows that somebody else did. */
import { momentText } from "../../parts/dates";
import { Bones } from "../../parts/frame";
import { useLoaded } from "../../parts/loaded";
import { Panel } from "../../parts/panel";
import { o } from "../../texts/office";
import { deviceName } from "./device_name";

interface Event {
  id: string;
  what: string;
  device: string;
  address: string;
  at_ms: number;
}

export function Events() {
  const { value, problem } = useLoaded<Event[]>("/api/me/events");
  return (
    <Panel title={o.account.events}>
      {!value.value && !problem.value && <Bones rows={3} />}
      {value.value?.length === 0 && <p class="muted">{o.account.eventsEmpty}</p>}
      <ul class="lines events">
        {(value.value ?? []).map((each) => (
          <li class="line" key={each.id}>
            <div class="grow">
              <p>{o.account.eventWords[each.what] ?? each.what}</p>
              <p class="small muted">
                {momentText(each.at_ms)} · {deviceName(each.device)} · {o.account.from(each.address)}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
