/** Mirrors hub/queue/fold.py. */
import type { AnyFact, Entry, Past, Queue } from "../wire";

const HISTORY_MAX = 50;
const SUNG_MAX = 2000;

const without = (order: readonly string[], id: string) => order.filter((one) => one !== id);

function inserted(order: readonly string[], id: string, before: string | null): string[] {
  const place = before === null ? order.length : order.indexOf(before);
  return place < 0 ? [...order, id] : [...order.slice(0, place), id, ...order.slice(place)];
}

function marked(queue: Queue, id: string, held: boolean): Queue {
  const entry = queue.entries[id];
  return entry ? { ...queue, entries: { ...queue.entries, [id]: { ...entry, held } } } : queue;
}

function gone(queue: Queue, id: string): Queue {
  const playing = id === queue.playing;
  return {
    ...queue,
    entries: Object.fromEntries(Object.entries(queue.entries).filter(([one]) => one !== id)),
    waiting: without(queue.waiting, id),
    up_next: without(queue.up_next, id),
    playing: playing ? null : queue.playing,
    playing_since_ms: playing ? 0 : queue.playing_since_ms,
  };
}

function past(queue: Queue, id: string, how: Past["how"], at_ms: number): Queue {
  const entry = queue.entries[id];
  if (!entry) return queue;
  return { ...gone(queue, id), history: [...queue.history.slice(1 - HISTORY_MAX), { entry, how, at_ms }] };
}

function started(queue: Queue, id: string, at_ms: number): Queue {
  const singer = queue.entries[id]?.person;
  if (singer === undefined) return queue;
  return {
    ...marked(queue, id, false),
    waiting: without(queue.waiting, id),
    up_next: without(queue.up_next, id),
    playing: id,
    playing_since_ms: at_ms,
    sung: [...without(queue.sung, singer).slice(1 - SUNG_MAX), singer],
  };
}

/** A fact about an entry that is not here (a guess on top of newer news) changes nothing. */
export function foldQueue(queue: Queue, fact: AnyFact): Queue {
  switch (fact.t) {
    case "queue.configured":
      return { ...queue, rules: fact.rules };
    case "queue.submitted": {
      const { id, person, name, title, artist, note, at_ms } = fact;
      const entry: Entry = { id, person, name, title, artist, note, at_ms, held: false };
      return { ...queue, entries: { ...queue.entries, [id]: entry }, waiting: inserted(queue.waiting, id, fact.before) };
    }
    case "queue.withdrawn":
      return gone(queue, fact.id);
    case "queue.reordered":
      return queue.waiting.includes(fact.id)
        ? { ...queue, waiting: inserted(without(queue.waiting, fact.id), fact.id, fact.before) }
        : queue;
    case "queue.called_up":
      return queue.waiting.includes(fact.id)
        ? { ...marked(queue, fact.id, false), waiting: without(queue.waiting, fact.id), up_next: [...queue.up_next, fact.id] }
        : queue;
    case "queue.started":
      return started(queue, fact.id, fact.at_ms);
    case "queue.played":
      return past(queue, fact.id, "played", fact.at_ms);
    case "queue.skipped":
      return past(queue, fact.id, "skipped", fact.at_ms);
    case "queue.held":
      return marked(queue, fact.id, fact.on);
    default:
      return queue;
  }
}

/** Who can be called up, in order: those who wait and are not held. */
export function ready(queue: Queue): string[] {
  return queue.waiting.filter((id) => !queue.entries[id]?.held);
}
