/** Pages of the real Yjs for the hub's tests: a JSON request per line on stdin, its answer per line on stdout. */
import * as Y from "yjs";

const LOCAL = "local";
const pages = new Map();
const read = (text) => Uint8Array.from(Buffer.from(text, "base64"));
const written = (data) => Buffer.from(data).toString("base64");

/** A page with these updates; what is typed on it is gathered until it is taken. */
function open({ page, client, updates }) {
  const doc = new Y.Doc();
  doc.clientID = client;
  const text = doc.getText("text");
  const undos = new Y.UndoManager(text, { trackedOrigins: new Set([LOCAL]), captureTimeout: 0 });
  const opened = { doc, text, undos, typed: [] };
  doc.on("update", (update, origin) => {
    if (origin === LOCAL || origin === undos) opened.typed.push(update);
  });
  pages.set(page, opened);
  updates.forEach((update) => Y.applyUpdate(doc, read(update)));
}

/** Characters are code points. */
function type({ doc, text }, { at, gone, put }) {
  const chars = Array.from(text.toJSON());
  const units = (until) => chars.slice(0, until).join("").length;
  doc.transact(() => {
    text.delete(units(at), units(at + gone) - units(at));
    text.insert(units(at), put);
  }, LOCAL);
}

const DO = {
  open,
  type: (asked) => type(pages.get(asked.page), asked),
  undo: ({ page }) => void pages.get(page).undos.undo(),
  redo: ({ page }) => void pages.get(page).undos.redo(),
  hear: ({ page, updates }) => updates.forEach((update) => Y.applyUpdate(pages.get(page).doc, read(update))),
  look: () => undefined,
};

/** What was typed since the last time, as one update. */
function taken(page) {
  const typed = page.typed.splice(0);
  return typed.length === 0 ? null : written(Y.mergeUpdates(typed));
}

function answer(line) {
  const asked = JSON.parse(line);
  DO[asked.do](asked);
  const page = pages.get(asked.page);
  const said = { text: page.text.toJSON(), whole: written(Y.encodeStateAsUpdate(page.doc)), update: asked.take ? taken(page) : null };
  process.stdout.write(`${JSON.stringify(said)}\n`);
}

// node:readline takes some characters of a text for the end of a line
let rest = "";
process.stdin.setEncoding("utf8").on("data", (data) => {
  const lines = (rest + data).split("\n");
  rest = lines.pop() ?? "";
  lines.forEach(answer);
});
