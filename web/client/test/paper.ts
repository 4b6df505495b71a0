/** The hub's side of one long text, for the client's tests: what it takes becomes facts, told when the test says so. */
import * as Y from "yjs";
import { foldForm } from "../folds/advance";
import { emptyForm } from "../folds/empty";
import { NOTHING } from "../folds/text";
import { difference, opened, saysOf, seed, standing, toBase64 } from "../text_doc";
import type { AnyFact, Do } from "../wire";
import type { Line } from "./stage";

export const FIELD = "show.notes";
type TextCommand = Extract<Do["cmd"], { t: "advance.text" }>;

export class Paper {
  form = emptyForm({ sections: [] });
  private told = 0;
  private readonly facts: AnyFact[] = [];

  get text(): string {
    return saysOf(opened(standing(this.form, FIELD)));
  }

  /** How many facts there are. */
  get seq(): number {
    return this.facts.length;
  }

  /** Takes a command, as the rules would; the seq of its fact. */
  take({ cmd }: Do, by = "ana"): number {
    const { update, generation } = cmd as TextCommand;
    const text = standing(this.form, FIELD);
    if (generation !== text.generation) throw new Error("of another document");
    const before = saysOf(opened(text));
    const { at, gone, put } = difference(before, saysOf(opened(text, update)));
    if (this.form.texts[FIELD] !== text && text.doc !== NOTHING) {
      this.happen({ t: "advance.text_packed", field: FIELD, generation, doc: text.doc, stamp: generation, by, at_ms: 1 });
    }
    const made = { stamp: this.stamp(by), by, name: by, at_ms: 1, party: "band", source: "typed" };
    const was = before.slice(at, at + gone);
    this.happen({ t: "advance.text_changed", field: FIELD, generation, update, client: 7, at: Array.from(before.slice(0, at)).length, was, put, ...made });
    return this.seq;
  }

  /** Somebody else types. */
  type(at: number, gone: number, put: string, by = "bob"): void {
    const text = standing(this.form, FIELD);
    const doc = opened(text);
    const had = Y.encodeStateVector(doc);
    doc.transact(() => {
      doc.getText("text").delete(at, gone);
      doc.getText("text").insert(at, put);
    });
    const cmd: TextCommand = { t: "advance.text", field: FIELD, generation: text.generation, update: toBase64(Y.encodeStateAsUpdate(doc, had)) };
    this.take({ t: "do", id: "x", room: "x", cmd }, by);
  }

  /** What is gone is left out: another document. */
  pack(): void {
    const { stamp } = standing(this.form, FIELD);
    this.happen({ t: "advance.text_packed", field: FIELD, generation: stamp, doc: seed(this.text), stamp, by: "bob", at_ms: 1 });
  }

  lock(on: boolean): void {
    this.happen({ t: "advance.locked", field: FIELD, on, by: "bob", name: "Bob", at_ms: 1, stamp: this.stamp("bob") });
  }

  /** Everything that a screen does not know yet. */
  tell(line: Line): void {
    const after = this.told;
    this.told = this.seq;
    line.facts(after, this.seq, this.facts.slice(after).map((fact, at) => [after + at + 1, fact]));
  }

  /** The whole form, to somebody who comes with nothing. */
  welcome(line: Line): void {
    this.told = this.seq;
    line.welcome(this.seq, [], { advancing_sync: this.form });
  }

  private stamp(by: string): string {
    return `${String(this.seq + 1).padStart(13, "0")}-0000-${by}`;
  }

  private happen(fact: AnyFact): void {
    this.facts.push(fact);
    this.form = foldForm(this.form, fact);
  }
}
