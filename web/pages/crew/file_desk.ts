/** The files of a form as one person handles them: what is on its way, and the links to what is there. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { browserWay, cancel, type FileLinks, linksOf, Refusal, removeFile, send, type Way } from "../../client/upload";
import type { Session } from "../../parts/session";
import { toast } from "../../parts/toast";
import { sentence } from "../../texts";
import { filesTexts } from "../../texts/files";

/** A file on its way to a question. */
export interface Sending {
  readonly key: number;
  readonly file: File;
  readonly field: string;
  readonly share: Signal<number>;
  readonly problem: Signal<string>;
  /** The same file would be refused again. */
  readonly final: Signal<boolean>;
  stop: AbortController;
}

const FINAL = new Set(["file.type", "file.misnamed", "file.name", "file.too_big", "file.infected"]);

/** Links are asked for anew a little before they end. */
const SPARE_MS = 30_000;

export const say = (error: unknown): string =>
  error instanceof Refusal ? (filesTexts().refusals[error.code] ?? sentence(error.code, error.say)) : sentence("", "");

/** Has somebody choose files of their own; nothing comes of it when they choose none. */
export function pickFiles(onPick: (files: File[]) => void): void {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.onchange = () => onPick([...(input.files ?? [])]);
  input.click();
}

export class FileDesk {
  readonly sendings = signal<readonly Sending[]>([]);
  /** The questions that they are for. */
  readonly fields: ReadonlySignal<readonly string[]> = computed(() => [...new Set(this.sendings.value.map(({ field }) => field))]);
  private readonly way: Way;
  private readonly links = new Map<string, Promise<FileLinks>>();
  private count = 0;

  /** `show` is the id behind `show/` in the room's. */
  constructor(show: string, session: Pick<Session, "token">) {
    this.way = browserWay(show, () => session.token.value);
  }

  /** Files that were dropped or picked. */
  add(files: Iterable<File>, field: string): void {
    for (const file of files) {
      this.count += 1;
      const sending = { key: this.count, file, field, share: signal(0), problem: signal(""), final: signal(false), stop: new AbortController() };
      this.sendings.value = [...this.sendings.value, sending];
      void this.run(sending);
    }
  }

  again(sending: Sending): void {
    sending.problem.value = "";
    sending.stop = new AbortController();
    void this.run(sending);
  }

  /** Stops what is on its way and lets go of what was sent. */
  dismiss(sending: Sending): void {
    sending.stop.abort();
    this.sendings.value = this.sendings.value.filter((other) => other !== sending);
    void cancel(sending.file, sending.field, this.way);
  }

  /** Addresses that open a file for some minutes. */
  async open(file: string): Promise<FileLinks> {
    const known = await this.links.get(file)?.catch(() => null);
    if (known && known.expires_ms - SPARE_MS > Date.now()) return known;
    const asked = linksOf(file, this.way, new AbortController().signal);
    this.links.set(file, asked);
    return asked;
  }

  async download(file: string): Promise<void> {
    try {
      location.assign((await this.open(file)).download);
    } catch (error) {
      toast(say(error), { bad: true });
    }
  }

  async remove(file: string): Promise<void> {
    try {
      await removeFile(file, this.way, new AbortController().signal);
    } catch (error) {
      toast(say(error), { bad: true });
    }
  }

  private async run(sending: Sending): Promise<void> {
    const { stop } = sending;
    const onProgress = (received: number, size: number) => (sending.share.value = received / size);
    try {
      await send(sending.file, sending.field, this.way, { signal: stop.signal, onProgress });
      this.sendings.value = this.sendings.value.filter((other) => other !== sending);
    } catch (error) {
      if (stop.signal.aborted) return;
      sending.final.value = error instanceof Refusal && FINAL.has(error.code);
      sending.problem.value = say(error);
    }
  }
}
