// Two people edit a form of 16 fields over Hocuspocus: how long an edit takes to the other one, and whether both end
// with the same after one of them was away. Prints one line of JSON.
import { HocuspocusProvider, HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import * as Y from "yjs";

const [url, edits, everyMs, away] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const FIELDS = 16;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function until(what, true_) {
  const end = performance.now() + 10_000;
  while (!true_()) {
    if (performance.now() > end) throw new Error(`${what} did not happen`);
    await pause(5);
  }
}

function person(name) {
  const document = new Y.Doc();
  const socket = new HocuspocusProviderWebsocket({ url, delay: 20, minDelay: 20, jitter: false });
  const provider = new HocuspocusProvider({ websocketProvider: socket, name: "form", document, token: "somebody" });
  provider.attach();
  const seen = new Map();
  const form = document.getMap("form");
  form.observe((event) => {
    if (event.transaction.local) return;
    const now = performance.now();
    for (const key of event.keysChanged) seen.set(form.get(key), now);
  });
  return { name, document, socket, provider, form, seen };
}

const one = person("one");
const other = person("other");
await until("both are in", () => one.provider.isSynced && other.provider.isSynced);
const sent = { one: new Map(), other: new Map() };
const warmUp = 50;
for (let number = -warmUp; number < edits; number++) {
  for (const [at, who] of [one, other].entries()) {
    const value = `Draft ${number} by ${who.name}`;
    if (number >= 0) sent[who.name].set(value, performance.now());
    who.form.set(`field${((number + warmUp) * 2 + at) % FIELDS}`, value);
    await pause(Math.random() * everyMs * 2);
  }
}
await pause(500);
const took = [];
let missing = 0;
for (const [here, there] of [[one, other], [other, one]]) {
  for (const [value, at] of sent[here.name]) {
    const came = there.seen.get(value);
    if (came === undefined) missing++;
    else took.push(came - at);
  }
}
const same = () => JSON.stringify(Object.entries(one.form.toJSON()).sort()) ===
  JSON.stringify(Object.entries(other.form.toJSON()).sort());
const converged = same();

// One loses the connection; both go on writing, also into the same field, and then it comes back.
other.socket.disconnect();
await until("one is away", () => other.socket.status === "disconnected");
for (let number = 0; number < away; number++) {
  one.form.set(`here${number}`, "by who stayed");
  other.form.set(`there${number}`, "by who was away");
}
one.form.set("both", "by who stayed");
other.form.set("both", "by who was away");
const back = performance.now();
other.socket.connect();
await until("both have the same again", () => same() && one.form.has(`there${away - 1}`) && other.form.has(`here${away - 1}`));
const kept = ["one", "other"].map((_, at) => [one, other][at].form.toJSON()).map(
  (form) => Object.keys(form).filter((key) => /^(t?here)\d+$/.test(key)).length,
);
console.log(JSON.stringify({
  took_ms: took, missing, converged, back_ms: performance.now() - back,
  away: 2 * away, kept: Math.min(...kept), both: JSON.stringify([one.form.get("both"), other.form.get("both")]),
}));
process.exit(0);
