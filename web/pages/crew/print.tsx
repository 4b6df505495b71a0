/** The advance, the day sheet and the guest list as PDF, in a tab of their own. */
import "./print.css";
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { Problem } from "../../parts/problem";
import { Sheet } from "../../parts/sheet";
import { locale } from "../../texts";
import { documents } from "../../texts/documents";
import { type Choice, type Kind, LANGUAGES, PAPERS, usual } from "./documents";
import { printed } from "./papers";

/** `kinds` are those that can be had, `revisions` those that the form has, the newest first. */
interface Props {
  room: string;
  token: string;
  kinds: readonly Kind[];
  revisions: readonly number[];
  onClose: () => void;
}

interface PickProps<Value extends string | number> {
  label: string;
  values: readonly Value[];
  chosen: Value;
  say: (value: Value) => string;
  onPick: (value: Value) => void;
}

function Pick<Value extends string | number>({ label, values, chosen, say, onPick }: PickProps<Value>) {
  const id = useId();
  return (
    <p>
      <label class="label" for={id}>
        {label}
      </label>
      <select
        id={id}
        class="input"
        value={String(chosen)}
        onChange={(event) => {
          const picked = values[event.currentTarget.selectedIndex];
          if (picked !== undefined) onPick(picked);
        }}
      >
        {values.map((value) => (
          <option key={value} value={String(value)}>
            {say(value)}
          </option>
        ))}
      </select>
    </p>
  );
}

export function Print({ room, token, kinds, revisions, onClose }: Props) {
  const d = documents();
  const choice = useSignal<Choice>(usual(locale));
  const making = useSignal<Kind | null>(null);
  const problem = useSignal("");
  const choose = (change: Partial<Choice>) => (choice.value = { ...choice.value, ...change });
  const print = async (kind: Kind) => {
    making.value = kind;
    problem.value = "";
    problem.value = await printed(room, token, kind, choice.value);
    making.value = null;
  };
  const { language, paper, revision, since } = choice.value;
  return (
    <Sheet title={d.title} onClose={onClose}>
      <div class="print">
        <Problem text={problem.value} />
        <div class="choices">
          <Pick label={d.language} values={LANGUAGES} chosen={language} say={(value) => d.languages[value]} onPick={(value) => choose({ language: value })} />
          <Pick label={d.paper} values={PAPERS} chosen={paper} say={(value) => d.papers[value]} onPick={(value) => choose({ paper: value })} />
          {revisions.length > 0 && (
            <>
              <Pick
                label={d.state}
                values={[0, ...revisions]}
                chosen={revision}
                say={(value) => (value ? d.revision(value) : d.now)}
                onPick={(value) => choose({ revision: value })}
              />
              <Pick
                label={d.since}
                values={[0, ...revisions]}
                chosen={since}
                say={(value) => (value ? d.sinceRevision(value) : d.nothing)}
                onPick={(value) => choose({ since: value })}
              />
            </>
          )}
        </div>
        <ul class="kinds">
          {kinds.map((kind) => (
            <li key={kind}>
              <button type="button" class="button" disabled={making.value !== null} aria-busy={making.value === kind} onClick={() => void print(kind)}>
                <strong>{d.kinds[kind]}</strong>
                <span class="small muted">{making.value === kind ? d.making : d.about[kind]}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Sheet>
  );
}
