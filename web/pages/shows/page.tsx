/** The shows of an organisation, where everybody begins: what is next, the list, the calendar, venues and streams. */
import "./shows.css";
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { currentOrg, type MyOrg, organises } from "../../parts/boot";
import { Frame } from "../../parts/frame";
import { Tabs } from "../../parts/tabs";
import { o } from "../../texts/office";
import { a } from "../../texts/office/advance";
import { b } from "../../texts/office/board";
import { Calendar } from "./calendar";
import { List } from "./list";
import { FirstOrg } from "./first_org";
import { Streams } from "./streams";
import { Templates } from "./templates";
import { Venues } from "./venues";

type View = "list" | "calendar" | "venues" | "streams" | "templates";

function named(): View {
  const key = location.hash.slice(1);
  return ["calendar", "venues", "streams", "templates"].includes(key) ? (key as View) : "list";
}

/** The view named by the address, so that it survives a reload and can be typed. */
function useView(): Signal<View> {
  const view = useSignal<View>(named());
  useEffect(() => {
    const read = () => (view.value = named());
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  return view;
}

function Views({ org }: { org: MyOrg }) {
  const view = useView();
  const choose = (key: View) => {
    view.value = key;
    history.replaceState(history.state, "", key === "list" ? location.pathname : `#${key}`);
  };
  const may = organises(org.role);
  const tabs: (readonly [View, string])[] = [
    ["list", o.shows.list],
    ["calendar", o.shows.calendar],
    ["venues", o.shows.venues],
    ["streams", o.shows.streams],
  ];
  if (may) tabs.push(["templates", a().templates]);
  return (
    <>
      <div class="line">
        <h1 class="grow">{o.shows.title}</h1>
        <a class="button" href="/board">
          {b().open}
        </a>
      </div>
      <Tabs label={o.shows.title} tabs={tabs} current={view.value} onChoose={choose} />
      {view.value === "list" && <List org={org} />}
      {view.value === "calendar" && <Calendar org={org} />}
      {view.value === "venues" && <Venues org={org} />}
      {view.value === "streams" && <Streams org={org} />}
      {view.value === "templates" && may && <Templates org={org} />}
    </>
  );
}

export function ShowsPage() {
  const org = currentOrg();
  return <Frame title={o.shows.title}>{org ? <Views org={org} /> : <FirstOrg />}</Frame>;
}
