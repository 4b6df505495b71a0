/** The sections of the form: how far each side is, and who is in them. */
import type { Form, Section } from "../../client/wire";
import { Avatars } from "../../parts/avatar";
import { t } from "../../texts";
import type { Crew } from "./form";
import { share } from "./share";

function Progress({ form, section }: { form: Form; section: Section }) {
  return (
    <span class="progress">
      {(["band", "venue"] as const).map((side) => {
        const { answered, total } = share(form, section, side);
        const label = side === "band" ? t.crew.band : t.crew.venue;
        if (total === 0) return null;
        return (
          <span key={side} class={answered === total ? "meter full" : "meter"} title={t.crew.complete(label, answered, total)}>
            <span aria-hidden="true">{side === "band" ? t.crew.bandShort : t.crew.venueShort}</span>
            <span class="meter-bar" aria-hidden="true">
              <i style={{ width: `${(answered / total) * 100}%` }} />
            </span>
            <span aria-hidden="true" class="meter-count">
              {answered}/{total}
            </span>
            <span class="hidden">{t.crew.complete(label, answered, total)}</span>
          </span>
        );
      })}
    </span>
  );
}

interface Props {
  crew: Crew;
  form: Form;
  current: string;
  onChoose: (section: string) => void;
}

export function Sections({ crew, form, current, onChoose }: Props) {
  return (
    <ul class="section-list">
      {form.schema.sections.map((section) => (
        <li key={section.key}>
          <button type="button" class="section-button" aria-current={section.key === current ? "true" : undefined} onClick={() => onChoose(section.key)}>
            <span class="row">
              <span class="grow clip section-name">{section.label}</span>
              <Avatars people={crew.inSection(section.key)} most={3} />
            </span>
            <Progress form={form} section={section} />
          </button>
        </li>
      ))}
    </ul>
  );
}
