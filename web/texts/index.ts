/** What the pages say, in the viewer's language. */
import { signal } from "@preact/signals";
import { en, type Texts } from "./en";

const spoken = signal<Texts>(en);

/** The texts in use; whatever is shown with them is shown anew when `speak` chooses others. */
export const t: Texts = new Proxy(en, { get: (_, name) => spoken.value[name as keyof Texts] });

/** The language tag that numbers and dates are written in. */
export let locale = "en";

/** Chooses among the languages there are, by what the browser asks for. */
export async function speak(wanted: readonly string[]): Promise<void> {
  const tag = wanted.find((one) => /^(en|de)\b/i.test(one)) ?? "en";
  const texts = tag.toLowerCase().startsWith("de") ? (await import("./de")).de : en;
  locale = tag;
  spoken.value = texts;
  document.documentElement.lang = t.language;
}

/** The sentence for a refusal: ours where this language has one, otherwise the hub's. */
export function sentence(code: string, say: string): string {
  if (code === "client.outbox_full") return t.outboxFull;
  return t.refusals[code] ?? (say || t.broken);
}
