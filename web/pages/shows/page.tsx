/** The shows of an organisation, where everybody begins: what is next, the list, the calendar, venues and streams. */
import "./shows.css";
import { type Signal, useSignal } from "@preact/signals";
import { currentOrg, type MyOrg } from "../../parts/boot";
import { Frame } from "../../parts/frame";
import { Tabs } from "../../parts/tabs";
import { o } from "../../texts/office";
import { Calendar } from "./calendar";
import { List } from "./list";
import { FirstOrg } from "./first_org";
import { Streams } from "./streams";
import { Venues } from "./venues";

type View = "list" | "calendar" | "venues" | "streams";

/** The view named by the address, so that it survives a reload. */
function useView(): Signal<View> {
  const named = location.hash.slice(1);
  return useSignal<View>(["calendar", "venues", "streams"].includes(named) ? (named as View) : "list");
}

function Views({ org }: { org: MyOrg }) {
  const view = useView();
  const choose = (key: View) => {
    view.value = key;
    history.replaceState(history.state, "", key === "list" ? location.pathname : `#${key}`);
  };
  const tabs = [
    ["list", o.shows.list],
    ["calendar", o.shows.calendar],
    ["venues", o.shows.venues],
    ["streams", o.shows.streams],
  ] as const;
  return (
    <>
      <h1>{o.shows.title}</h1>
      <Tabs label={o.shows.title} tabs={tabs} current={view.value} onChoose={choose} />
      {view.value === "list" && <List org={org} />}
      {view.value === "calendar" && <Calendar org={org} />}
      {view.value === "venues" && <Venues org={org} />}
      {view.value === "streams" && <Streams org={org} />}
    </>
  );
}

export function ShowsPage() {
  const org = currentOrg();
  return <Frame title={o.shows.title}>{org ? <Views org={org} /> : <FirstOrg />}</Frame>;
}
