/** The sections of the form: how far each side is, what they have said of it, and who is in them. */
import type { Section } from "../../client/wire";
import { Avatars } from "../../parts/avatar";
import { Icon } from "../../parts/icons";
import { useSteady } from "../../parts/steady";
import { t } from "../../texts";
import { agreeing } from "../../texts/agreeing";
import { PARTIES } from "./agree";
import type { Crew } from "./form";
import { share } from "./share";

/** How far both sides are with a section. */
export function Progress({ crew, section }: { crew: Crew; section: Section }) {
  const sides = useSteady(() => {
    const form = crew.views.form.value;
    if (!form) return [];
    return PARTIES.map((side) => ({ side, ...share(form, section, side), stands: form.agreement.standings[section.key]?.[side]?.what ?? "open" }));
  }, [crew, section]);
  return (
    <span class="progress">
      {sides.map(({ side, answered, total, stands }) => {
        const label = side === "band" ? t.crew.band : t.crew.venue;
        const said = agreeing().stands[stands];
        if (total === 0 && !said) return null;
        const words = [t.crew.complete(label, answered, total), said].filter(Boolean).join(", ");
        return (
          <span key={side} class={answered === total ? "meter full" : "meter"} title={words}>
            <span aria-hidden="true">{side === "band" ? t.crew.bandShort : t.crew.venueShort}</span>
            <span class="meter-bar" aria-hidden="true">
              <i style={{ width: `${total === 0 ? 100 : (answered / total) * 100}%` }} />
            </span>
            <span aria-hidden="true" class="meter-count">
              {stands === "signed_off" ? <Icon name="lock" /> : stands === "submitted" ? <Icon name="check" /> : `${answered}/${total}`}
            </span>
            <span class="hidden">{words}</span>
          </span>
        );
      })}
    </span>
  );
}

function Item({ crew, section, current, onChoose }: { crew: Crew; section: Section; current: boolean; onChoose: (section: string) => void }) {
  const people = crew.views.inSection(section.key).value;
  return (
    <li>
      <button type="button" class="section-button" aria-current={current ? "true" : undefined} onClick={() => onChoose(section.key)}>
        <span class="row">
          <span class="grow clip section-name">{section.label}</span>
          <Avatars people={people} most={3} />
        </span>
        <Progress crew={crew} section={section} />
      </button>
    </li>
  );
}

interface Props {
  crew: Crew;
  current: string;
  onChoose: (section: string) => void;
}

export function Sections({ crew, current, onChoose }: Props) {
  return (
    <ul class="section-list">
      {crew.views.schema.value?.sections.map((section) => (
        <Item key={section.key} crew={crew} section={section} current={section.key === current} onChoose={onChoose} />
      ))}
    </ul>
  );
}
