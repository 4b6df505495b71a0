/** What the pages say, in the viewer's language. */
import { en, type Texts } from "./en";

/** The texts in use; `speak` sets them before anything is shown, and again when another language is chosen. */
export let t: Texts = en;

/** The language tag that numbers and dates are written in. */
export let locale = "en";

/** Chooses among the languages there are, by what the browser asks for. */
export async function speak(wanted: readonly string[]): Promise<void> {
  const tag = wanted.find((one) => /^(en|de)\b/i.test(one)) ?? "en";
  t = tag.toLowerCase().startsWith("de") ? (await import("./de")).de : en;
  locale = tag;
  document.documentElement.lang = t.language;
}

/** The sentence for a refusal: ours where this language has one, otherwise the hub's. */
export function sentence(code: string, say: string): string {
  if (code === "client.outbox_full") return t.outboxFull;
  return t.refusals[code] ?? (say || t.broken);
}
