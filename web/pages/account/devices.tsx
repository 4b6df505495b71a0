/** Where one is signed in: end one, end all. */
import { acting } from "../../parts/acting";
import { ask } from "../../parts/api";
import { slowNow } from "../../parts/clock";
import { Confirm } from "../../parts/confirm";
import { ago } from "../../parts/format";
import { Bones } from "../../parts/frame";
import { useLoaded } from "../../parts/loaded";
import { Failed, Panel } from "../../parts/panel";
import { o } from "../../texts/office";
import { deviceName } from "./device_name";

interface Device {
  session: string;
  device: string;
  address: string;
  created_at_ms: number;
  seen_at_ms: number;
  current: boolean;
}

export function Devices() {
  const { value, problem, reload } = useLoaded<Device[]>("/api/me/devices");
  const end = async (session: string) => {
    if (await acting(() => ask("DELETE", `/api/me/devices/${session}`), o.account.ended)) await reload();
  };
  const endAll = async () => {
    if (await acting(() => ask("DELETE", "/api/me/devices"))) location.assign("/sign-in");
  };
  return (
    <Panel title={o.account.devices}>
      <p class="muted">{o.account.devicesSay}</p>
      {problem.value && <Failed problem={problem.value} onAgain={() => void reload()} />}
      {!value.value && !problem.value && <Bones rows={2} />}
      <ul class="lines devices">
        {(value.value ?? []).map((each) => {
          const name = deviceName(each.device) || o.account.unknownDevice;
          return (
            <li class="line" key={each.session}>
              <div class="grow">
                <p class="row wrap">
                  <span title={each.device}>{name}</span>
                  {each.current && <span class="chip good">{o.account.thisDevice}</span>}
                </p>
                <p class="small muted">
                  {o.account.seen(ago(each.seen_at_ms, slowNow.value))} · {o.account.from(each.address)}
                </p>
              </div>
              {!each.current && <Confirm label={o.account.endShort} about={name} onConfirm={() => void end(each.session)} />}
            </li>
          );
        })}
      </ul>
      <Confirm label={o.account.endAll} icon="out" onConfirm={() => void endAll()} />
    </Panel>
  );
}
