/** One show: how its advance stands, its rooms, its code, who is reminded, who gets in from outside. */
import "./show.css";
import { useSignal } from "@preact/signals";
import { acting } from "../../parts/acting";
import { ask } from "../../parts/api";
import { me, organises } from "../../parts/boot";
import { Confirm } from "../../parts/confirm";
import { dayText } from "../../parts/dates";
import { Bones, Frame } from "../../parts/frame";
import { Icon } from "../../parts/icons";
import { useLoaded } from "../../parts/loaded";
import { Failed } from "../../parts/panel";
import { StatusChip } from "../../parts/show_status";
import { type Home, placeOf } from "../../parts/things";
import { o } from "../../texts/office";
import { Advance } from "./advance";
import { Code } from "./code";
import { Duplicate } from "./duplicate";
import { Edit } from "./edit";
import { Links } from "./links";
import { Reminders } from "./reminders";
import { Rooms } from "./rooms";

/** Who sees advances: those who run the desk do not. */
const READERS = ["owner", "manager", "crew", "venue", "viewer"];

interface HeadProps {
  org: string;
  show: Home;
  may: boolean;
  onChanged: (show: Home) => void;
}

function Head({ org, show, may, onChanged }: HeadProps) {
  const sheet = useSignal<"" | "edit" | "duplicate">("");
  const away = show.archived_at_ms !== null;
  const close = () => (sheet.value = "");
  const put = () =>
    acting(
      async () => onChanged(await ask<Home>("POST", `/api/orgs/${org}/shows/${show.id}/${away ? "restore" : "archive"}`)),
      away ? o.shows.restoredIt(show.title) : o.shows.archivedIt(show.title),
    );
  return (
    <header class="show-head">
      <div class="stack tight">
        <p class="row wrap">
          <StatusChip status={show.status} />
          {away && <span class="chip">{o.shows.archived}</span>}
        </p>
        <h1>{show.title}</h1>
        <p class="lead">
          {dayText(show.day)} · {placeOf(show) || o.shows.needsVenue}
        </p>
        <p class="small muted">{show.timezone}</p>
        {show.notes && <p class="notes">{show.notes}</p>}
      </div>
      {may && (
        <div class="row wrap show-acts">
          {!away && (
            <button type="button" class="button" onClick={() => (sheet.value = "edit")}>
              {o.shows.change}
            </button>
          )}
          <button type="button" class="button" onClick={() => (sheet.value = "duplicate")}>
            <Icon name="copy" />
            {o.show.duplicate}
          </button>
          {away ? (
            <button type="button" class="button" onClick={() => void put()}>
              {o.shows.restore}
            </button>
          ) : (
            <Confirm label={o.shows.archive} onConfirm={() => void put()} />
          )}
        </div>
      )}
      {sheet.value === "edit" && (
        <Edit
          org={org}
          show={show}
          onClose={(changed) => {
            close();
            if (changed) onChanged(changed);
          }}
        />
      )}
      {sheet.value === "duplicate" && <Duplicate org={org} show={show} onClose={close} />}
    </header>
  );
}

export function ShowPage() {
  const [, , org = "", id = ""] = location.pathname.split("/");
  const { value, problem, reload } = useLoaded<Home>(`/api/orgs/${org}/shows/${id}`);
  const role = me.value?.orgs.find((each) => each.org === org)?.role ?? (me.value?.platform_admin ? "owner" : "viewer");
  const may = organises(role);
  const reads = READERS.includes(role);
  const show = value.value;
  const changed = (next: Home) => {
    value.value = next;
  };
  return (
    <Frame title={o.show.title}>
      <a class="back" href="/shows">
        <Icon name="back" />
        {o.show.back}
      </a>
      {problem.value && !show && <Failed problem={problem.value} onAgain={() => void reload()} />}
      {!show && !problem.value && <Bones />}
      {show && (
        <>
          <Head org={org} show={show} may={may} onChanged={changed} />
          {show.advance && reads && <Advance org={org} show={show} may={may} onFilled={() => void reload()} />}
          <Rooms org={org} show={show} may={may} onChanged={changed} />
          {show.advance && (
            <div class="panels">
              {may && <Links org={org} show={show} />}
              <div class="stack panel-column">
                {reads && <Reminders org={org} show={show.id} may={may} />}
                <Code org={org} show={show.id} />
              </div>
            </div>
          )}
        </>
      )}
    </Frame>
  );
}
