/** The form as PDF, fetched as whom the grant is for and shown in a tab of its own. */
import { sentence, t } from "../../texts";
import { agreeing } from "../../texts/agreeing";
import type { Session } from "../../parts/session";
import { dismiss, toast } from "../../parts/toast";

export type Paper = "advance" | "day-sheet" | "guest-list";

const KEPT_MS = 60_000;

/** The address of a document; `since` is the revision from which on changes are marked. */
export function paperPath(room: string, paper: Paper, since?: number): string {
  const query = new URLSearchParams({ lang: t.language, ...(since ? { since: String(since) } : {}) });
  return `/api/rooms/${room}/documents/${paper}.pdf?${query.toString()}`;
}

function show(file: Blob, paper: Paper): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener";
  // a browser that shows no PDF keeps it under this name
  if (!navigator.pdfViewerEnabled) link.download = `${paper}.pdf`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}

async function refused(response: Response): Promise<string> {
  try {
    const { code = "", title = "" } = (await response.json()) as { code?: string; title?: string };
    return sentence(code, title);
  } catch {
    return agreeing().pdfFailed;
  }
}

/** Makes a document and shows it; says why where there is none. */
export async function print(session: Session, paper: Paper, since?: number): Promise<void> {
  const said = toast(agreeing().pdfMaking, { forMs: KEPT_MS });
  let problem = agreeing().pdfFailed;
  try {
    const response = await fetch(paperPath(session.room.id, paper, since), { headers: { Authorization: `Bearer ${session.token.peek()}` } });
    if (response.ok) {
      show(await response.blob(), paper);
      problem = "";
    } else problem = await refused(response);
  } catch {
    // not reached: said below
  }
  dismiss(said);
  if (problem) toast(problem, { bad: true });
}
