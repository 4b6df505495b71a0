/** What the pages behind the sign-in say; apart from the others, so that a phone in the hall does not load it. */
import { speak, t } from "..";
import { en, type OfficeTexts } from "./en";

/** The texts in use; `speakOffice` sets them once, before anything is shown. */
export let o: OfficeTexts = en;

export async function speakOffice(wanted: readonly string[]): Promise<void> {
  await speak(wanted);
  if (t.language === "de") o = (await import("./de")).de;
  Object.assign(t.refusals, o.refusals);
}
