/** What is said of a show. Who has meanwhile been overtaken is told, and nothing is lost. */
import { useSignal } from "@preact/signals";
import { ask } from "../../parts/api";
import { Choice, Field, Form, useSending } from "../../parts/form";
import { useList } from "../../parts/loaded";
import { Sheet } from "../../parts/sheet";
import type { Home, Venue } from "../../parts/things";
import { ZoneField } from "../../parts/zone";
import { o } from "../../texts/office";

const CURRENCIES = ["eur", "gbp", "usd", "chf", "dkk", "nok", "sek", "pln", "czk", "cad", "aud", "jpy"];

export function Edit({ org, show, onClose }: { org: string; show: Home; onClose: (changed: Home | null) => void }) {
  const title = useSignal(show.title);
  const day = useSignal(show.day);
  const venue = useSignal(show.venue ?? "");
  const zone = useSignal(show.timezone);
  const status = useSignal(show.status);
  const currency = useSignal(show.currency);
  const notes = useSignal(show.notes);
  const { rows } = useList<Venue>(`/api/orgs/${org}/venues?which=all&limit=200`, "venues");
  const sending = useSending({ "show.no_venue": "venue", "show.venue_archived": "venue", "show.no_timezone": "timezone" });
  const venues = (rows ?? []).filter((each) => each.archived_at_ms === null || each.id === show.venue);
  const submit = () =>
    sending.run(async () => {
      const said = { title: title.value.trim(), day: day.value, venue: venue.value || null, status: status.value, currency: currency.value, notes: notes.value.trim() };
      // another venue brings its own timezone, unless one was typed too
      const zoned = zone.value === show.timezone ? said : { ...said, timezone: zone.value.trim() };
      onClose(await ask<Home>("PATCH", `/api/orgs/${org}/shows/${show.id}`, { ...zoned, version: show.version }));
    });
  const currencies = [...new Set([show.currency, ...CURRENCIES])].map((code) => [code, code.toUpperCase()] as const);
  return (
    <Sheet title={o.shows.edit} onClose={() => onClose(null)} tall>
      <Form sending={sending} onSubmit={() => void submit()} action={o.save}>
        <Field label={o.shows.showTitle} name="title" value={title} sending={sending} required focus />
        <div class="pair">
          <Field label={o.shows.day} name="day" type="date" value={day} sending={sending} required />
          <Choice label={o.shows.status} name="status" value={status} sending={sending} choices={Object.entries(o.shows.statusWords)} />
        </div>
        <Choice label={o.shows.venue} name="venue" value={venue} sending={sending} choices={[["", o.shows.noVenue], ...venues.map((each) => [each.id, each.name] as const)]} />
        <div class="pair">
          <ZoneField value={zone} sending={sending} />
          <Choice label={o.shows.currency} name="currency" value={currency} sending={sending} choices={currencies} />
        </div>
        <Field label={o.shows.notes} name="notes" value={notes} sending={sending} maxLength={4000} />
      </Form>
    </Sheet>
  );
}
