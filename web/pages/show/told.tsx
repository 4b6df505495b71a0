/** What was written into a form and what was refused, each with its reason. */
import { Icon } from "../../parts/icons";
import { sentence } from "../../texts";
import { o } from "../../texts/office";
import { a } from "../../texts/office/advance";
import { type Filled, gathered } from "./filled";

interface Props {
  told: Filled;
  /** Into the form. */
  onOpen: () => void;
  /** It goes on where it broke off. */
  onAgain: () => void;
}

export function Told({ told, onOpen, onAgain }: Props) {
  const lines = gathered(told.refused);
  return (
    <div class="stack">
      <p class="row told" role="status">
        <Icon name={told.written || told.designed ? "check" : "list"} />
        <span>{[told.designed && a().designed, a().written(told.written)].filter(Boolean).join(" ")}</span>
      </p>
      {lines.length > 0 && (
        <section class="stack tight">
          <h3>{a().refused(told.refused.length + told.more)}</h3>
          <ul class="lines refused">
            {lines.map((line) => (
              <li class="line" key={`${line.field} ${line.code}`}>
                <div class="grow">
                  <p class="row wrap">
                    <strong>{line.label || a().design}</strong>
                    {line.count > 1 && <span class="chip">{a().times(line.count)}</span>}
                  </p>
                  <p class="small muted">{sentence(line.code, line.say)}</p>
                </div>
              </li>
            ))}
          </ul>
          {told.more > 0 && <p class="small muted">{a().refusedMore(told.more)}</p>}
        </section>
      )}
      <div class="row wrap">
        <button type="button" class="button main" onClick={onOpen}>
          {a().form}
        </button>
        {lines.length > 0 && (
          <button type="button" class="button" onClick={onAgain}>
            {o.again}
          </button>
        )}
      </div>
    </div>
  );
}
