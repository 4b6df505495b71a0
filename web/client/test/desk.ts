/** A page with a long text open, and the hub's side of it. */
import { vi } from "vitest";
import { LiveText, PAUSE_MS } from "../text";
import { FIELD, Paper } from "./paper";
import { FakeStorage, Stage } from "./stage";

export class Desk {
  readonly paper: Paper;
  readonly stage: Stage;
  readonly text: LiveText;

  constructor(paper = new Paper(), storage = new FakeStorage(), name = "c") {
    this.paper = paper;
    this.stage = new Stage(storage, name);
    this.stage.hub.start();
    this.stage.line.open();
    paper.welcome(this.stage.line);
    this.text = new LiveText(FIELD, this.stage.room, this.stage.world());
  }

  /** Commands that went out on this connection and that the hub has not looked at. */
  get dos() {
    return this.stage.line.dos.filter(({ cmd }) => cmd.t === "advance.text").slice(this.looked);
  }

  private looked = 0;

  /** The hub takes what has come, and says so. */
  async settle(): Promise<void> {
    for (const one of this.dos) {
      this.looked += 1;
      const seq = this.paper.take(one);
      this.paper.tell(this.stage.line);
      this.stage.line.say({ t: "ack", id: one.id, seq });
    }
    await vi.advanceTimersByTimeAsync(0);
  }

  async refuse(code: string): Promise<void> {
    const [one] = this.dos;
    this.looked += 1;
    this.stage.line.say({ t: "fail", id: one?.id ?? "", code, say: "No.", retry: false });
    await vi.advanceTimersByTimeAsync(0);
  }

  async pause(): Promise<void> {
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
  }

  /** The connection breaks; what has gone out may or may not have arrived. */
  cut(): void {
    this.stage.online = false;
    this.stage.line.close(1006);
  }

  /** A new connection, with everything from the beginning. */
  back(): void {
    this.stage.online = true;
    this.looked = 0;
    this.stage.says("online");
    this.stage.line.open();
    this.paper.welcome(this.stage.line);
  }

  get drafts(): string[] {
    const keys = Array.from({ length: this.stage.storage.length }, (_, at) => this.stage.storage.key(at) ?? "");
    return keys.filter((key) => key.startsWith("hub.text "));
  }
}
