/** The month, and the address that brings it into somebody's own calendar. */
import { useSignal } from "@preact/signals";
import { ask } from "../../parts/api";
import { type MyOrg, organises } from "../../parts/boot";
import { CopyField } from "../../parts/copy";
import { dayText, monthAfter, monthText, today, weekdayText, weeks } from "../../parts/dates";
import { Confirm } from "../../parts/confirm";
import { useSending } from "../../parts/form";
import { Icon } from "../../parts/icons";
import { useList, useLoaded } from "../../parts/loaded";
import { Failed, Panel } from "../../parts/panel";
import { Problem } from "../../parts/problem";
import type { Show } from "../../parts/things";
import { o } from "../../texts/office";
import { NewShow } from "./new_show";

interface Feed {
  made: boolean;
  url: string | null;
}

function Subscribe({ org }: { org: string }) {
  const path = `/api/orgs/${org}/calendar`;
  const { value } = useLoaded<Feed>(path);
  const sending = useSending();
  const make = () => sending.run(async () => (value.value = await ask<Feed>("POST", path)));
  const end = () =>
    sending.run(async () => {
      await ask("DELETE", path);
      value.value = { made: false, url: null };
    });
  const feed = value.value;
  return (
    <Panel title={o.shows.subscribe}>
      <p class="muted">{feed?.made ? o.shows.subscribeSay : o.shows.subscribeNone}</p>
      {feed?.url && <CopyField label={o.shows.subscribe} text={feed.url} />}
      {feed?.made ? (
        <>
          <div class="line">
            <p class="grow small muted">{o.shows.newAddressSay}</p>
            <Confirm label={o.shows.newAddress} onConfirm={() => void make()} />
          </div>
          <div class="line">
            <p class="grow small muted">{o.shows.endAddressSay}</p>
            <Confirm label={o.shows.endAddress} onConfirm={() => void end()} />
          </div>
        </>
      ) : (
        <button type="button" class="button" disabled={sending.busy.value} onClick={() => void make()}>
          {o.shows.makeAddress}
        </button>
      )}
      <Problem text={sending.fault.value?.text ?? ""} />
    </Panel>
  );
}

interface DayProps {
  org: MyOrg;
  day: string;
  month: string;
  shows: readonly Show[];
  onAdd: (day: string) => void;
}

function Day({ org, day, month, shows, onAdd }: DayProps) {
  const look = ["day", day.startsWith(month) ? "" : "other", day === today() ? "today" : "", shows.length ? "" : "free"].filter(Boolean).join(" ");
  const number = Number(day.slice(8));
  return (
    <td class={look}>
      {organises(org.role) ? (
        <button type="button" class="day-number" aria-label={`${o.shows.add}: ${dayText(day)}`} onClick={() => onAdd(day)}>
          {number}
        </button>
      ) : (
        <span class="day-number">{number}</span>
      )}
      <span class="day-name">{weekdayText(day)}</span>
      <ul>
        {shows.map((show) => (
          <li key={show.id}>
            <a class={`day-show ${show.status}`} href={`/shows/${org.org}/${show.id}`}>
              {show.title}
            </a>
          </li>
        ))}
      </ul>
    </td>
  );
}

export function Calendar({ org }: { org: MyOrg }) {
  const month = useSignal(today().slice(0, 7));
  const adding = useSignal("");
  const grid = weeks(month.value);
  const [since = "", until = ""] = [grid[0]?.[0], grid.at(-1)?.[6]];
  const { rows, problem, reload } = useList<Show>(`/api/orgs/${org.org}/shows?since=${since}&until=${until}&limit=200`, "shows");
  const of = (day: string) => (rows ?? []).filter((show) => show.day === day);
  const count = (rows ?? []).filter((show) => show.day.startsWith(month.value)).length;
  return (
    <section class="stack">
      <div class="tools">
        <button type="button" class="icon-button" aria-label={o.shows.previous} onClick={() => (month.value = monthAfter(month.value, -1))}>
          <Icon name="back" />
        </button>
        <h2 class="month-name" aria-live="polite">
          {monthText(month.value)}
        </h2>
        <button type="button" class="icon-button forth" aria-label={o.shows.following} onClick={() => (month.value = monthAfter(month.value, 1))}>
          <Icon name="back" />
        </button>
        <span class="grow small muted">{rows ? o.shows.inMonth(count) : ""}</span>
        {month.value !== today().slice(0, 7) && (
          <button type="button" class="button" onClick={() => (month.value = today().slice(0, 7))}>
            {o.shows.now}
          </button>
        )}
      </div>
      {problem.value && <Failed problem={problem.value} onAgain={() => void reload()} />}
      <table class="month" aria-label={monthText(month.value)}>
        <thead>
          <tr>
            {grid[0]?.map((day) => (
              <th key={day} scope="col">
                {weekdayText(day)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <Day key={day} org={org} day={day} month={month.value} shows={of(day)} onAdd={(on) => (adding.value = on)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Subscribe org={org.org} />
      {adding.value && <NewShow org={org.org} day={adding.value} onClose={() => (adding.value = "")} />}
    </section>
  );
}
