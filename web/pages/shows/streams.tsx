/** Streams: pages to watch and chat on, of a show or of none. */
import { useSignal } from "@preact/signals";
import { acting } from "../../parts/acting";
import { create } from "../../parts/api";
import { type MyOrg, organises } from "../../parts/boot";
import { today } from "../../parts/dates";
import { openRoom } from "../../parts/doors";
import { Choice, Field, Form, useSending } from "../../parts/form";
import { useList } from "../../parts/loaded";
import { Sheet } from "../../parts/sheet";
import type { Show, Stream } from "../../parts/things";
import { o } from "../../texts/office";
import { Shelf } from "./shelf";

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
  const path = `/api/orgs/${org.org}/streams`;
  return (
    <Shelf<Stream>
      path={path}
      kind="streams"
      may={organises(org.role) || org.role === "streamer"}
      add={o.shows.addStream}
      none={{ icon: "play", title: o.shows.streamsNone, say: o.shows.streamsNoneSay }}
      nameOf={(stream) => stream.title}
      show={(stream) => <strong class="grow clip">{stream.title}</strong>}
      buttons={(stream) => (
        <button type="button" class="button" aria-label={o.shows.openStream(stream.title)} onClick={() => void acting(() => openRoom(`${path}/${stream.id}/grant`, `stream/${stream.id}`))}>
          {o.show.open}
        </button>
      )}
      sheet={(_, close) => <NewStream org={org.org} onClose={close} />}
    />
  );
}
