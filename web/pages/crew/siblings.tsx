/** Two people wrote at once: both answers stay until somebody chooses. */
import type { Field } from "../../client/wire";
import { Ago } from "../../parts/ago";
import { Avatar } from "../../parts/avatar";
import { t } from "../../texts";
import type { Crew, Spot } from "./form";
import { sayValue } from "./values";

interface Props {
  crew: Crew;
  spot: Spot;
  field: Field;
  locked: boolean;
}

export function Siblings({ crew, spot, field, locked }: Props) {
  const register = spot.register.value;
  if (register.siblings.length === 0) return null;
  const mine = sayValue(field, register.value);
  return (
    <div class="siblings" role="group" aria-label={t.crew.keepBoth}>
      {register.siblings.map((other) => (
        <p key={other.stamp} class="sibling">
          <Avatar id={other.by} name={other.name} small />
          <span class="grow">
            <Ago at={other.at_ms} say={(when) => t.crew.also(sayValue(field, other.value), other.by === crew.me ? t.you : other.name, when)} />
          </span>
          <span class="row">
            <button
              type="button"
              class="button"
              disabled={locked}
              onClick={() => crew.pick(spot, register, register.stamp)}
            >
              {t.crew.keep}
              <span class="hidden">{mine}</span>
            </button>
            <button
              type="button"
              class="button"
              disabled={locked}
              onClick={() => crew.pick(spot, register, other.stamp)}
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
