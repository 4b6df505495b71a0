/** Venues: each is written down once, for every show in it. */
import { useSignal } from "@preact/signals";
import { ask, create } from "../../parts/api";
import { type MyOrg, organises } from "../../parts/boot";
import { ownZone } from "../../parts/dates";
import { Field, Form, useSending } from "../../parts/form";
import { Sheet } from "../../parts/sheet";
import type { Venue } from "../../parts/things";
import { toast } from "../../parts/toast";
import { ZoneField } from "../../parts/zone";
import { o } from "../../texts/office";
import { Shelf } from "./shelf";

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
  const may = organises(org.role);
  return (
    <Shelf<Venue>
      path={`/api/orgs/${org.org}/venues`}
      kind="venues"
      may={may}
      add={o.shows.addVenue}
      none={{ icon: "stage", title: o.shows.venuesNone, say: o.shows.venuesNoneSay }}
      nameOf={(venue) => venue.name}
      show={(venue) => (
        <div class="grow">
          <p>
            <strong>{venue.name}</strong>
          </p>
          <p class="small muted">{[venue.city, venue.address, venue.phone, venue.timezone].filter(Boolean).join(" · ")}</p>
        </div>
      )}
      buttons={(venue, change) =>
        may &&
        venue.archived_at_ms === null && (
          <button type="button" class="button" aria-label={o.shows.editVenue(venue.name)} onClick={change}>
            {o.shows.change}
          </button>
        )
      }
      sheet={(venue, close) => <Edit org={org.org} venue={venue} onClose={close} />}
    />
  );
}
