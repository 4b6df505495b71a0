/** Whether a show is on hold, confirmed or cancelled, in a word and a colour. */
import { o } from "../texts/office";

const LOOK: Record<string, string> = { confirmed: "good", cancelled: "bad", hold: "warn" };

export const StatusChip = ({ status }: { status: string }) => <span class={`chip ${LOOK[status] ?? ""}`}>{o.shows.statusWords[status] ?? status}</span>;
