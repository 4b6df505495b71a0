/** The form as PDF, fetched as whom the grant is for and shown in a tab of its own. */
import { Refused } from "../../parts/grant";
import type { Session } from "../../parts/session";
import { dismiss, toast } from "../../parts/toast";
import { locale } from "../../texts";
import { agreeing } from "../../texts/agreeing";
import { addressOf, type Choice, type Kind, sayRefusal, usual } from "./documents";

const KEPT_MS = 60_000;

interface Made {
  name: string;
  file: Blob;
}

/** A document of a room. Throws `Refused` with the hub's code, or with none where nobody was reached. */
async function made(room: string, token: string, kind: Kind, choice: Choice): Promise<Made> {
  const asked = fetch(addressOf(room, kind, choice), { headers: { Authorization: `Bearer ${token}` } });
  const response = await asked.catch(() => null);
  if (!response?.ok) {
    const { code = "", title = "" } = ((await response?.json().catch(() => null)) ?? {}) as { code?: string; title?: string };
    throw new Refused(code, title);
  }
  const [, name = `${kind}.pdf`] = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "") ?? [];
  return { name, file: await response.blob() };
}

function show({ name, file }: Made): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener";
  // a browser that shows no PDF keeps it under this name
  if (!navigator.pdfViewerEnabled) link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}

/** Makes a document and shows it; says why where there is none, empty where all went well. */
export async function printed(room: string, token: string, kind: Kind, choice: Choice): Promise<string> {
  try {
    show(await made(room, token, kind, choice));
    return "";
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.code ? sayRefusal(error.code, error.say) : agreeing().pdfFailed;
  }
}

/** Prints a document as this person usually would; `since` is the revision from which on changes are marked. */
export async function print(session: Session, kind: Kind, since = 0): Promise<void> {
  const said = toast(agreeing().pdfMaking, { forMs: KEPT_MS });
  const problem = await printed(session.room.id, session.token.peek(), kind, { ...usual(locale), since });
  dismiss(said);
  if (problem) toast(problem, { bad: true });
}
