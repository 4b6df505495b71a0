/** The rooms of a show: who may go in goes in with one press, and what is public can be handed on. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { acting } from "../../parts/acting";
import { create, freshAttempt } from "../../parts/api";
import { currentOrg } from "../../parts/boot";
import { copied } from "../../parts/copy";
import { openRoom } from "../../parts/doors";
import { Icon, type IconName } from "../../parts/icons";
import type { Home } from "../../parts/things";
import { toast } from "../../parts/toast";
import { o } from "../../texts/office";
import { Bans } from "./bans";

interface CardProps {
  icon: IconName;
  title: string;
  say: string;
  children?: ComponentChildren;
}

function Card({ icon, title, say, children }: CardProps) {
  return (
    <li class="card room">
      <h3>
        <Icon name={icon} />
        {title}
      </h3>
      <p class="muted">{say}</p>
      <div class="row wrap">{children}</div>
    </li>
  );
}

function Enter({ name, path, room, title }: { name: string; path: string; room: string; title: string }) {
  return (
    <button type="button" class="button main" aria-label={o.show.opened(name)} onClick={() => void acting(() => openRoom(path, room, title))}>
      {o.show.open}
    </button>
  );
}

/** Opens the list of those who were sent out of a room. */
function Out({ name, path, room }: { name: string; path: string; room: string }) {
  const open = useSignal(false);
  return (
    <>
      <button type="button" class="button plain" aria-label={`${o.show.bans}: ${name}`} onClick={() => (open.value = true)}>
        {o.show.bans}
      </button>
      {open.value && <Bans path={path} room={room} onClose={() => (open.value = false)} />}
    </>
  );
}

/** A page for everybody: its address needs no grant. `entered`: there is another way in beside it, which can do more. */
function Public({ name, page, entered = false }: { name: string; page: string; entered?: boolean }) {
  const url = `${location.origin}${page}`;
  const take = async () => {
    toast((await copied(url)) ? o.copied : url, { forMs: 10_000 });
  };
  return (
    <>
      {!entered && (
        <a class="button" href={page} aria-label={o.show.opened(name)}>
          {o.show.open}
        </a>
      )}
      <button type="button" class="button plain" aria-label={`${o.show.copyLink}: ${name}`} onClick={() => void take()}>
        <Icon name="link" />
        {o.show.copyLink}
      </button>
    </>
  );
}

interface Props {
  org: string;
  show: Home;
  may: boolean;
  onChanged: (show: Home) => void;
}

export function Rooms({ org, show, may, onChanged }: Props) {
  const products = currentOrg()?.products ?? [];
  const path = `/api/orgs/${org}/shows/${show.id}`;
  const opens = (room: string) => show.rooms.some((door) => door.room === room && door.open);
  const make = () => acting(async () => onChanged(await create<Home>(`${path}/advance`, undefined, freshAttempt())), o.show.advanceMade);
  const crew = `show/${show.id}`;
  const floor = `floor/${show.id}`;
  const requests = products.includes("tipjar") || products.includes("karaoke");
  return (
    <section aria-labelledby="rooms-heading">
      <h2 id="rooms-heading">{o.show.rooms}</h2>
      <ul class="rooms">
        {show.advance ? (
          <Card icon="list" title={o.show.crew} say={o.show.crewSay}>
            {opens(crew) && <Enter name={o.show.crew} path={`${path}/grant`} room={crew} title={show.title} />}
          </Card>
        ) : (
          may && (
            <Card icon="list" title={o.show.crew} say={o.show.advanceMakeSay}>
              <button type="button" class="button main" onClick={() => void make()}>
                {o.show.advanceMake}
              </button>
            </Card>
          )
        )}
        {requests && opens(floor) && (
          <Card icon="sliders" title={o.show.desk} say={o.show.deskSay}>
            <Enter name={o.show.desk} path={`${path}/grant`} room={floor} title={show.title} />
            <Out name={o.show.desk} path={`${path}/grant`} room={floor} />
          </Card>
        )}
        {requests && (
          <Card icon="note" title={o.show.floor} say={o.show.floorSay}>
            <Public name={o.show.floor} page={`/floor/${show.id}`} />
          </Card>
        )}
        {show.streams.map((stream) => (
          <Card key={stream.id} icon="play" title={stream.title} say={o.show.watchSay}>
            {opens(`stream/${stream.id}`) && <Enter name={stream.title} path={`${path}/grant`} room={`stream/${stream.id}`} title={stream.title} />}
            <Public name={stream.title} page={`/watch/${stream.id}`} entered={opens(`stream/${stream.id}`)} />
            {opens(`stream/${stream.id}`) && <Out name={stream.title} path={`${path}/grant`} room={`stream/${stream.id}`} />}
          </Card>
        ))}
      </ul>
    </section>
  );
}
