/** One request at the desk, and what can be done with it. */
import { GUESSED } from "../../client/folds/chat";
import { Avatar } from "../../parts/avatar";
import { slowNow } from "../../parts/clock";
import { ago } from "../../parts/format";
import { Icon, type IconName } from "../../parts/icons";
import { Problem } from "../../parts/problem";
import { t } from "../../texts";
import type { Desk } from "./desk";

interface Props {
  desk: Desk;
  id: string;
  place: number;
  locked?: boolean;
  dragged?: boolean;
  dropBefore?: boolean;
  onDrag?: (event: PointerEvent) => void;
}

type Action = readonly [IconName, string, string, () => void];

function actions(desk: Desk, id: string, locked: boolean, held: boolean): Action[] {
  const play: Action = ["play", t.desk.play, "", () => desk.play(desk.entry(id))];
  const end: Action[] = [
    ["skip", t.desk.skip, "X", () => desk.skip(id)],
    ["trash", t.desk.withdraw, "D", () => desk.withdraw(id)],
  ];
  if (locked) return [play, ...end];
  return [
    play,
    ["lock", t.desk.callUp, "C", () => desk.callUp(id)],
    [held ? "play" : "pause", held ? t.desk.release : t.desk.hold, "H", () => desk.hold(id)],
    ["up", t.desk.up, "", () => desk.shift(id, -1)],
    ["down", t.desk.down, "", () => desk.shift(id, 1)],
    ...end,
  ];
}

export function QueueRow({ desk, id, place, locked = false, dragged = false, dropBefore = false, onDrag }: Props) {
  const entry = desk.entry(id);
  if (!entry) return null;
  const chosen = desk.chosen.value === id;
  const sending = id.startsWith(GUESSED);
  const looks = ["entry", chosen && "chosen", dragged && "dragged", dropBefore && "drop", entry.held && "is-held"].filter(Boolean).join(" ");
  return (
    <li class={looks} id={`row-${id}`} data-key={id} data-waiting={locked ? undefined : id}>
      <div class="entry-line">
        {onDrag && (
          <span class="handle" aria-hidden="true" onPointerDown={onDrag}>
            <Icon name="drag" />
          </span>
        )}
        <button type="button" class="entry-main" aria-expanded={chosen} onClick={() => (desk.chosen.value = chosen ? "" : id)}>
          <span class="place">{place}</span>
          <span class="grow entry-words">
            <strong class="clip">{entry.title}</strong>
            <span class="muted small clip">
              {[entry.artist, sending ? t.floor.sending : t.desk.minutesAgo(ago(entry.at_ms, slowNow.value))].filter(Boolean).join(" · ")}
            </span>
            {entry.note && <span class="entry-note small">{entry.note}</span>}
          </span>
          {entry.held && <span class="chip warn">{t.desk.held}</span>}
          <span class="row entry-who">
            <Avatar id={entry.person} name={entry.name} small />
            <span class="small clip">{entry.name}</span>
          </span>
        </button>
      </div>
      <Problem text={desk.problems.value[id] ?? ""} />
      {chosen && !sending && (
        <div class="entry-actions" role="group" aria-label={t.desk.actions(entry.title)}>
          {actions(desk, id, locked, entry.held).map(([icon, label, key, run]) => (
            <button key={label} type="button" class="button" onClick={run}>
              <Icon name={icon} />
              {label}
              {key && <kbd aria-hidden="true">{key}</kbd>}
            </button>
          ))}
        </div>
      )}
    </li>
  );
}
