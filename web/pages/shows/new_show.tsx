/** A new show: title, day and venue are enough; everything else can follow. */
import { useSignal } from "@preact/signals";
import { create } from "../../parts/api";
import { today } from "../../parts/dates";
import { Choice, Field, Form, useSending } from "../../parts/form";
import { useList } from "../../parts/loaded";
import { JUST_MADE } from "../../parts/doors";
import { Sheet } from "../../parts/sheet";
import type { Home, Venue } from "../../parts/things";
import { ZoneField } from "../../parts/zone";
import { ownZone } from "../../parts/dates";
import { o } from "../../texts/office";

export function NewShow({ org, onClose, day = today() }: { org: string; onClose: () => void; day?: string }) {
  const title = useSignal("");
  const on = useSignal(day);
  const venue = useSignal("");
  const zone = useSignal(ownZone());
  const { rows } = useList<Venue>(`/api/orgs/${org}/venues?limit=200`, "venues");
  const sending = useSending({ "show.no_venue": "venue", "show.venue_archived": "venue", "show.no_timezone": "timezone" });
  const submit = () =>
    sending.run(async (attempt) => {
      // a venue brings its own timezone
      const where = venue.value ? { venue: venue.value } : { timezone: zone.value.trim() };
      const made = await create<Home>(`/api/orgs/${org}/shows`, { title: title.value.trim(), day: on.value, ...where }, attempt);
      location.assign(`/shows/${org}/${made.id}${JUST_MADE}`);
    });
  return (
    <Sheet title={o.shows.add} onClose={onClose}>
      <Form sending={sending} onSubmit={() => void submit()} action={o.shows.make}>
        <Field label={o.shows.showTitle} name="title" value={title} sending={sending} required focus maxLength={200} />
        <Field label={o.shows.day} name="day" type="date" value={on} sending={sending} required />
        <Choice label={o.shows.venue} name="venue" value={venue} sending={sending} choices={[["", o.shows.noVenue], ...(rows ?? []).map((each) => [each.id, each.name] as const)]} />
        {venue.value === "" && <ZoneField value={zone} sending={sending} />}
      </Form>
    </Sheet>
  );
}
