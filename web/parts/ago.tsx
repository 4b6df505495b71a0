/** How long ago, kept true by itself: only these words are rendered again as time goes by. */
import { slowNow } from "./clock";
import { ago } from "./format";

/** `say` puts the time into a sentence. */
export function Ago({ at, say }: { at: number; say?: (when: string) => string }) {
  const when = ago(at, slowNow.value);
  return <>{say ? say(when) : when}</>;
}
