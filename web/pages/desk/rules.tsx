/** How the queue is run; it counts from the next request on. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { Mode, Rules } from "../../client/wire";
import { Problem } from "../../parts/problem";
import type { Session } from "../../parts/session";
import { Sheet } from "../../parts/sheet";
import { sentence, t } from "../../texts";

const MODES: readonly Mode[] = ["rotation", "priority"];
const LIMITS = { locked_max: 10, open_max: 50 } as const;

export function RulesSheet({ session, rules, onClose }: { session: Session; rules: Required<Rules>; onClose: () => void }) {
  const draft = useSignal(rules);
  const problem = useSignal("");
  const id = useId();
  const labels = { rotation: t.desk.rotation, priority: t.desk.priority, locked_max: t.desk.lockedMax, open_max: t.desk.openMax };
  const save = async () => {
    const result = await session.room.do({ t: "queue.configure", rules: draft.value }).outcome;
    if (result.ok) onClose();
    else problem.value = sentence(result.code, result.say);
  };
  return (
    <Sheet title={t.desk.rules} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <fieldset class="modes">
          <legend>{t.desk.mode}</legend>
          {MODES.map((mode) => (
            <label key={mode} class="row">
              <input type="radio" name="mode" checked={draft.value.mode === mode} onChange={() => (draft.value = { ...draft.value, mode })} />
              {labels[mode]}
            </label>
          ))}
        </fieldset>
        {(["locked_max", "open_max"] as const).map((name) => (
          <div class="field" key={name}>
            <label for={`${id}-${name}`}>{labels[name]}</label>
            <input
              id={`${id}-${name}`}
              class="input"
              type="number"
              inputMode="numeric"
              min={1}
              max={LIMITS[name]}
              required
              value={draft.value[name]}
              onInput={(event) => (draft.value = { ...draft.value, [name]: event.currentTarget.valueAsNumber })}
            />
          </div>
        ))}
        <Problem text={problem.value} />
        <button type="submit" class="button main">
          {t.desk.save}
        </button>
      </form>
    </Sheet>
  );
}
