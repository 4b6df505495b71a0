/** Streams: pages to watch and chat on, of a show or of none. */
import { useSignal } from "@preact/signals";
import { acting } from "../../parts/acting";
import { ask, create } from "../../parts/api";
import { type MyOrg, organises } from "../../parts/boot";
import { today } from "../../parts/dates";
import { openRoom } from "../../parts/doors";
import { Choice, Field, Form, Tick, useSending } from "../../parts/form";
import { Bones } from "../../parts/frame";
import { Icon } from "../../parts/icons";
import { useList } from "../../parts/loaded";
import { Empty, Failed } from "../../parts/panel";
import { Sheet } from "../../parts/sheet";
import type { Show, Stream } from "../../parts/things";
import { o } from "../../texts/office";

function NewStream({ org, onClose }: { org: string; onClose: (made: boolean) => void }) {
  const title = useSignal("");
  const show = useSignal("");
  const { rows } = useList<Show>(`/api/orgs/${org}/shows?since=${today()}&limit=200`, "shows");
  const sending = useSending({ "show.no_show": "show" });
  const submit = async () => {
    const told = { title: title.value.trim(), show: show.value || null };
    if (await sending.run((attempt) => create(`/api/orgs/${org}/streams`, told, attempt))) onClose(true);
  };
  return (
    <Sheet title={o.shows.addStream} onClose={() => onClose(false)}>
      <Form sending={sending} onSubmit={() => void submit()} action={o.save}>
        <Field label={o.shows.showTitle} name="title" value={title} sending={sending} required focus />
        <Choice label={o.shows.streamShow} name="show" value={show} sending={sending} choices={[["", o.shows.noShow], ...(rows ?? []).map((each) => [each.id, each.title] as const)]} />
      </Form>
    </Sheet>
  );
}

export function Streams({ org }: { org: MyOrg }) {
  const all = useSignal(false);
  const adding = useSignal(false);
  const path = `/api/orgs/${org.org}/streams`;
  const { rows, problem, more, next, reload } = useList<Stream>(`${path}?which=${all.value ? "all" : "active"}`, "streams");
  const may = organises(org.role) || org.role === "streamer";
  const put = async (stream: Stream) => {
    const away = stream.archived_at_ms === null;
    const said = away ? o.shows.archivedIt(stream.title) : o.shows.restoredIt(stream.title);
    if (await acting(() => ask("POST", `${path}/${stream.id}/${away ? "archive" : "restore"}`), said)) await reload();
  };
  return (
    <section class="stack">
      <div class="tools">
        <span class="grow">
          <Tick label={o.shows.withArchived} value={all} />
        </span>
        {may && (
          <button type="button" class="button main" onClick={() => (adding.value = true)}>
            <Icon name="add" />
            {o.shows.addStream}
          </button>
        )}
      </div>
      {problem.value && <Failed problem={problem.value} onAgain={() => void reload()} />}
      {!rows && !problem.value && <Bones />}
      {rows?.length === 0 && <Empty icon="play" title={o.shows.streamsNone} say={o.shows.streamsNoneSay} />}
      <ul class="lines acted card" hidden={!rows?.length}>
        {rows?.map((stream) => (
          <li class={stream.archived_at_ms === null ? "line" : "line dead"} key={stream.id}>
            <strong class="grow clip">{stream.title}</strong>
            <button type="button" class="button" aria-label={o.shows.openStream(stream.title)} onClick={() => void acting(() => openRoom(`${path}/${stream.id}/grant`, `stream/${stream.id}`))}>
              {o.show.open}
            </button>
            {may && (
              <button type="button" class="button" aria-label={stream.archived_at_ms === null ? o.shows.archive_(stream.title) : o.shows.restore_(stream.title)} onClick={() => void put(stream)}>
                {stream.archived_at_ms === null ? o.shows.archive : o.shows.restore}
              </button>
            )}
          </li>
        ))}
      </ul>
      {more && (
        <button type="button" class="button" onClick={() => void next()}>
          {o.more}
        </button>
      )}
      {adding.value && (
        <NewStream
          org={org.org}
          onClose={(made) => {
            adding.value = false;
            if (made) void reload();
          }}
        />
      )}
    </section>
  );
}
