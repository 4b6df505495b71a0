/** The list of shows: searched while typing, what is next in front. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type MyOrg, organises } from "../../parts/boot";
import { dayText, today } from "../../parts/dates";
import { Bones } from "../../parts/frame";
import { Icon } from "../../parts/icons";
import { useList, useLoaded } from "../../parts/loaded";
import { query, type Which } from "./query";
import { Empty, Failed } from "../../parts/panel";
import { StatusChip } from "../../parts/show_status";
import { type Home, placeOf, type Show } from "../../parts/things";
import { o } from "../../texts/office";
import { NewShow } from "./new_show";

const SEARCH_MS = 250;

function Line({ org, show }: { org: string; show: Show }) {
  return (
    <li>
      <a class="show-line" href={`/shows/${org}/${show.id}`}>
        <span class="show-day">{dayText(show.day, "short")}</span>
        <span class="grow show-what">
          <strong>{show.title}</strong>
          <span class="small muted">{placeOf(show) || o.shows.needsVenue}</span>
        </span>
        <StatusChip status={show.status} />
      </a>
    </li>
  );
}

/** What the next night still lacks. */
function Missing({ org, show }: { org: string; show: Show }) {
  const { value } = useLoaded<Home>(`/api/orgs/${org}/shows/${show.id}`);
  const home = value.value;
  const parts = Object.values(home?.advance?.parts ?? {});
  const open = parts.filter((state) => state !== "signed_off").length;
  return (
    <span class="row wrap missing">
      <StatusChip status={show.status} />
      {home && !home.advance && <span class="chip warn">{o.shows.needsAdvance}</span>}
      {home?.advance && <span class={open === 0 ? "chip good" : "chip"}>{o.shows.advanceOpen(open, parts.length)}</span>}
    </span>
  );
}

/** The next night, large. */
function Next({ org, show }: { org: string; show: Show }) {
  return (
    <a class="next-show" href={`/shows/${org}/${show.id}`}>
      <span class="label">{o.shows.next}</span>
      <strong>{show.title}</strong>
      <span>
        {dayText(show.day)} · {placeOf(show) || o.shows.needsVenue}
      </span>
      <Missing org={org} show={show} />
    </a>
  );
}

function useTyped(value: string): string {
  const settled = useSignal(value);
  useEffect(() => {
    const timer = setTimeout(() => (settled.value = value), SEARCH_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled.value;
}

export function List({ org }: { org: MyOrg }) {
  const which = useSignal<Which>("coming");
  const sort = useSignal("day");
  const text = useSignal("");
  const adding = useSignal(false);
  const typed = useTyped(text.value.trim());
  const { rows, problem, more, next, reload } = useList<Show>(`/api/orgs/${org.org}/shows?${query(which.value, sort.value, typed, today())}`, "shows");
  const plain = typed === "" && which.value === "coming" && sort.value === "day";
  const first = plain ? rows?.[0] : undefined;
  return (
    <section class="stack">
      <div class="tools">
        <input class="input tool-search" type="search" aria-label={o.shows.search} placeholder={o.shows.search} maxLength={100} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
        <select class="input" aria-label={o.shows.which} value={which.value} onChange={(event) => (which.value = event.currentTarget.value as Which)}>
          <option value="coming">{o.shows.coming}</option>
          <option value="past">{o.shows.past}</option>
          <option value="all">{o.shows.every}</option>
          <option value="archived">{o.shows.archived}</option>
        </select>
        <select class="input" aria-label={o.shows.sort} value={sort.value} onChange={(event) => (sort.value = event.currentTarget.value)}>
          <option value="day">{o.shows.byDay}</option>
          <option value="title">{o.shows.byTitle}</option>
          <option value="-created">{o.shows.byMade}</option>
        </select>
        {organises(org.role) && (
          <button type="button" class="button main" onClick={() => (adding.value = true)}>
            <Icon name="add" />
            {o.shows.add}
          </button>
        )}
      </div>
      {problem.value && <Failed problem={problem.value} onAgain={() => void reload()} />}
      {!rows && !problem.value && <Bones />}
      {first && <Next org={org.org} show={first} />}
      {rows?.length === 0 && (plain ? <Empty icon="calendar" title={o.shows.none} say={o.shows.noneSay} /> : <Empty icon="search" title={o.shows.noneFound} say={o.shows.noneFoundSay} />)}
      <ul class="show-list">
        {rows?.slice(first ? 1 : 0).map((show) => (
          <Line key={show.id} org={org.org} show={show} />
        ))}
      </ul>
      {more && (
        <button type="button" class="button" onClick={() => void next()}>
          {o.more}
        </button>
      )}
      {adding.value && <NewShow org={org.org} onClose={() => (adding.value = false)} />}
    </section>
  );
}
