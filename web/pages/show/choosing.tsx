/** Which sections, by ticks. */
import { isPrivate } from "../crew/design";
import { Icon } from "../../parts/icons";
import type { Section } from "./filled";

interface Props {
  title: string;
  sections: readonly Section[];
  chosen: readonly string[];
  onChoose: (chosen: string[]) => void;
}

export function Sections({ title, sections, chosen, onChoose }: Props) {
  const tick = (key: string, on: boolean) => onChoose(sections.map((each) => each.key).filter((each) => (each === key ? on : chosen.includes(each))));
  return (
    <fieldset class="sections-choice">
      <legend>{title}</legend>
      <div class="chips">
        {sections.map(({ key, label }) => (
          <label class="chip-tick" key={key}>
            <input type="checkbox" checked={chosen.includes(key)} onChange={(event) => tick(key, event.currentTarget.checked)} />
            <span>{label}</span>
            {isPrivate(key) && <Icon name="lock" />}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
