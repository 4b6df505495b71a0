/** A press that changes something: what went wrong is said at the foot of the page. */
import { sentence } from "../texts";
import { Refused } from "./api";
import { toast } from "./toast";

/** Runs it; true and a word when it worked. */
export async function acting(what: () => Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await what();
    if (done) toast(done);
    return true;
  } catch (error) {
    const { code, say } = error instanceof Refused ? error : { code: "", say: "" };
    if (!(error instanceof Refused)) console.error(error);
    toast(sentence(code, say), { bad: true });
    return false;
  }
}
