/** The advance, the day sheet and the guest list as PDF, in a tab of their own. */
import "./print.css";
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { Refused } from "../../parts/grant";
import { Problem } from "../../parts/problem";
import { Sheet } from "../../parts/sheet";
import { locale } from "../../texts";
import { documents } from "../../texts/documents";
import { addressOf, type Choice, type Kind, KINDS, LANGUAGES, PAPERS, sayRefusal, usual } from "./documents";
import { fetched } from "./sheets";

/** `revisions` are those that the form has, the newest first; `sections` what a link opens, empty for all. */
interface Props {
  room: string;
  token: string;
  revisions: readonly number[];
  sections?: readonly string[];
  onClose: () => void;
}

function open(file: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.target = "_blank";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
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

export function Print({ room, token, revisions, sections = [], onClose }: Props) {
  const d = documents();
  const choice = useSignal<Choice>(usual(locale));
  const making = useSignal<Kind | null>(null);
  const problem = useSignal("");
  const choose = (change: Partial<Choice>) => (choice.value = { ...choice.value, ...change });
  const print = async (kind: Kind) => {
    making.value = kind;
    problem.value = "";
    try {
      open((await fetched({ room, token, field: "" }, addressOf(room, kind, choice.value))).file);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      problem.value = sayRefusal(error.code, error.say);
    } finally {
      making.value = null;
    }
  };
  const { language, paper, revision, since } = choice.value;
  const offered = KINDS.filter((kind) => kind !== "guest-list" || sections.length === 0 || sections.includes("guest_list"));
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
          {offered.map((kind) => (
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
