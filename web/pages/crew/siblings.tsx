/** Two people wrote at once: both answers stay until somebody chooses. */
import type { Place } from "../../client/folds/advance";
import type { Field, Register } from "../../client/wire";
import { Avatar } from "../../parts/avatar";
import { slowNow } from "../../parts/clock";
import { ago } from "../../parts/format";
import { t } from "../../texts";
import type { Crew } from "./form";
import { sayValue } from "./values";

interface Props {
  crew: Crew;
  place: Place;
  field: Field;
  register: Register;
  locked: boolean;
}

export function Siblings({ crew, place, field, register, locked }: Props) {
  if (register.siblings.length === 0) return null;
  const mine = sayValue(field, register.value);
  return (
    <div class="siblings" role="group" aria-label={t.crew.keepBoth}>
      {register.siblings.map((other) => (
        <p key={other.stamp} class="sibling">
          <Avatar id={other.by} name={other.name} small />
          <span class="grow">{t.crew.also(sayValue(field, other.value), other.by === crew.me ? t.you : other.name, ago(other.at_ms, slowNow.value))}</span>
          <span class="row">
            <button
              type="button"
              class="button"
              disabled={locked}
              onClick={() => crew.pick(place, register, register.stamp)}
            >
              {t.crew.keep}
              <span class="hidden">{mine}</span>
            </button>
            <button
              type="button"
              class="button"
              disabled={locked}
              onClick={() => crew.pick(place, register, other.stamp)}
            >
              {t.crew.use}
              <span class="hidden">{sayValue(field, other.value)}</span>
            </button>
          </span>
        </p>
      ))}
    </div>
  );
}
