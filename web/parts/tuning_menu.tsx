/** The button on a page of the audience that opens its language and its theme. */
import { signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { t } from "../texts";
import { Icon } from "./icons";
import { Sheet } from "./sheet";
import { chooseLanguage, chooseTheme, type Language, LANGUAGES, theme, THEMES } from "./tuning";

/** It stays open when the page takes the place of its bones. */
const open = signal(false);

export function TuningButton() {
  return (
    <>
      <button type="button" class="icon-button" aria-label={t.tuning.title} title={t.tuning.title} aria-haspopup="dialog" onClick={() => (open.value = true)}>
        <Icon name="sliders" />
      </button>
      {open.value && (
        <Sheet title={t.tuning.title} onClose={() => (open.value = false)}>
          <Tuning />
        </Sheet>
      )}
    </>
  );
}

function Tuning() {
  const worn = useSignal(theme());
  return (
    <div class="stack">
      <fieldset class="choice">
        <legend class="label">{t.tuning.language}</legend>
        {(Object.keys(LANGUAGES) as Language[]).map((one) => (
          <Option key={one} name="language" checked={t.language === one} first onChoose={() => chooseLanguage(one)}>
            <span lang={one}>{LANGUAGES[one]}</span>
          </Option>
        ))}
      </fieldset>
      <fieldset class="choice">
        <legend class="label">{t.tuning.theme}</legend>
        {THEMES.map((one) => (
          <Option
            key={one}
            name="theme"
            checked={worn.value === one}
            onChoose={() => {
              worn.value = one;
              chooseTheme(one);
            }}
          >
            {t.tuning.themes[one]}
          </Option>
        ))}
      </fieldset>
    </div>
  );
}

interface Props {
  name: string;
  checked: boolean;
  /** The first thing of the menu: what is chosen in it has the focus when the menu opens. */
  first?: boolean;
  onChoose: () => void;
  children: ComponentChildren;
}

function Option({ name, checked, first = false, onChoose, children }: Props) {
  return (
    <label>
      <input type="radio" name={name} checked={checked} autofocus={first && checked} onChange={onChoose} />
      {children}
    </label>
  );
}
