/** Venues: each is written down once, for every show in it. */
import { useSignal } from "@preact/signals";
import { acting } from "../../parts/acting";
import { ask, create } from "../../parts/api";
import { type MyOrg, organises } from "../../parts/boot";
import { ownZone } from "../../parts/dates";
import { Field, Form, Tick, useSending } from "../../parts/form";
import { Bones } from "../../parts/frame";
import { Icon } from "../../parts/icons";
import { useList } from "../../parts/loaded";
import { Empty, Failed } from "../../parts/panel";
import { Sheet } from "../../parts/sheet";
import type { Venue } from "../../parts/things";
import { toast } from "../../parts/toast";
import { ZoneField } from "../../parts/zone";
import { o } from "../../texts/office";

interface EditProps {
  org: string;
  /** Null makes a new one. */
  venue: Venue | null;
  onClose: (changed: boolean) => void;
}

function Edit({ org, venue, onClose }: EditProps) {
  const name = useSignal(venue?.name ?? "");
  const city = useSignal(venue?.city ?? "");
  const address = useSignal(venue?.address ?? "");
  const phone = useSignal(venue?.phone ?? "");
  const zone = useSignal(venue?.timezone ?? ownZone());
  const sending = useSending({ "show.no_timezone": "timezone" });
  const submit = async () => {
    const told = { name: name.value.trim(), city: city.value.trim(), address: address.value.trim(), phone: phone.value.trim(), timezone: zone.value.trim() };
    const path = `/api/orgs/${org}/venues`;
    const well = await sending.run((attempt) => (venue ? ask("PATCH", `${path}/${venue.id}`, told) : create(path, told, attempt)));
    if (!well) return;
    toast(o.saved);
    onClose(true);
  };
  return (
    <Sheet title={venue ? o.shows.editVenue(venue.name) : o.shows.addVenue} onClose={() => onClose(false)}>
      <Form sending={sending} onSubmit={() => void submit()} action={o.save}>
        <Field label={o.account.name} name="name" value={name} sending={sending} required focus />
        <div class="pair">
          <Field label={o.shows.city} name="city" value={city} sending={sending} />
          <Field label={o.shows.phone} name="phone" type="tel" value={phone} sending={sending} />
        </div>
        <Field label={o.shows.address} name="address" value={address} sending={sending} maxLength={400} />
        <ZoneField value={zone} sending={sending} />
      </Form>
    </Sheet>
  );
}

export function Venues({ org }: { org: MyOrg }) {
  const all = useSignal(false);
  const editing = useSignal<Venue | "new" | null>(null);
  const path = `/api/orgs/${org.org}/venues`;
  const { rows, problem, more, next, reload } = useList<Venue>(`${path}?which=${all.value ? "all" : "active"}`, "venues");
  const may = organises(org.role);
  const put = async (venue: Venue) => {
    const away = venue.archived_at_ms === null;
    const said = away ? o.shows.archivedIt(venue.name) : o.shows.restoredIt(venue.name);
    if (await acting(() => ask("POST", `${path}/${venue.id}/${away ? "archive" : "restore"}`), said)) await reload();
  };
  const close = (changed: boolean) => {
    editing.value = null;
    if (changed) void reload();
  };
  return (
    <section class="stack">
      <div class="tools">
        <span class="grow">
          <Tick label={o.shows.withArchived} value={all} />
        </span>
        {may && (
          <button type="button" class="button main" onClick={() => (editing.value = "new")}>
            <Icon name="add" />
            {o.shows.addVenue}
          </button>
        )}
      </div>
      {problem.value && <Failed problem={problem.value} onAgain={() => void reload()} />}
      {!rows && !problem.value && <Bones />}
      {rows?.length === 0 && <Empty icon="stage" title={o.shows.venuesNone} say={o.shows.venuesNoneSay} />}
      <ul class="lines acted card" hidden={!rows?.length}>
        {rows?.map((venue) => (
          <li class={venue.archived_at_ms === null ? "line" : "line dead"} key={venue.id}>
            <div class="grow">
              <p>
                <strong>{venue.name}</strong>
              </p>
              <p class="small muted">{[venue.city, venue.address, venue.phone, venue.timezone].filter(Boolean).join(" · ")}</p>
            </div>
            {may && venue.archived_at_ms === null && (
              <button type="button" class="button" aria-label={o.shows.editVenue(venue.name)} onClick={() => (editing.value = venue)}>
                {o.shows.change}
              </button>
            )}
            {may && (
              <button type="button" class="button" aria-label={venue.archived_at_ms === null ? o.shows.archive_(venue.name) : o.shows.restore_(venue.name)} onClick={() => void put(venue)}>
                {venue.archived_at_ms === null ? o.shows.archive : o.shows.restore}
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
      {editing.value && <Edit org={org.org} venue={editing.value === "new" ? null : editing.value} onClose={close} />}
    </section>
  );
}
