/** A timezone, typed with help. */
import type { Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { o } from "../texts/office";
import { zones } from "./dates";
import { Field, type Sending } from "./form";

export function ZoneField({ value, sending }: { value: Signal<string>; sending: Sending }) {
  const known = useMemo(zones, []);
  return (
    <>
      <Field label={o.shows.zone} name="timezone" value={value} sending={sending} required maxLength={64} list="zones" />
      <datalist id="zones">
        {known.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}
