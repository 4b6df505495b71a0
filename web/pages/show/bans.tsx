/** Who was sent out of a room, and letting them in again; for those who run it. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { acting } from "../../parts/acting";
import { ask, askAs } from "../../parts/api";
import { momentText } from "../../parts/dates";
import { Bones } from "../../parts/frame";
import { Empty } from "../../parts/panel";
import { Sheet } from "../../parts/sheet";
import { o } from "../../texts/office";

interface Banned {
  person: string;
  name: string;
  by_name: string;
  /** Null: for good. */
  until_ms: number | null;
}

/** `path` gives a grant for the room. */
export function Bans({ path, room, onClose }: { path: string; room: string; onClose: () => void }) {
  const rows = useSignal<Banned[] | null>(null);
  const asked = async <T,>(method: "GET" | "DELETE", where = "") => {
    const { token } = await ask<{ token: string }>("POST", path, { room });
    return askAs<T>(token, method, `/api/rooms/${room}/bans${where}`);
  };
  const load = () => acting(async () => void (rows.value = await asked<Banned[]>("GET")));
  const lift = async (one: Banned) => {
    if (await acting(() => asked("DELETE", `/${one.person}`), o.show.banLifted(one.name || o.show.banNobody))) await load();
  };
  useEffect(() => void load(), []);
  return (
    <Sheet title={o.show.bans} onClose={onClose}>
      {!rows.value && <Bones rows={2} />}
      {rows.value?.length === 0 && <Empty icon="check" title={o.show.bansNone} />}
      <ul class="lines">
        {rows.value?.map((one) => (
          <li class="line" key={one.person}>
            <div class="grow">
              <strong class="clip">{one.name || o.show.banNobody}</strong>
              <p class="small muted">{[one.until_ms === null ? o.show.banGood : o.show.linkEnds(momentText(one.until_ms)), o.show.banBy(one.by_name)].join(" · ")}</p>
            </div>
            <button type="button" class="button" aria-label={`${o.show.banLift}: ${one.name || one.person}`} onClick={() => void lift(one)}>
              {o.show.banLift}
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
