/** Which shows the list asks for. */

export type Which = "coming" | "past" | "all" | "archived";

/** The question to the hub for what is chosen; days come nearest first. `day` is today. */
export function query(which: Which, sort: string, text: string, day: string): string {
  const asked = new URLSearchParams();
  if (which === "archived" || which === "all") asked.set("which", which);
  if (which === "coming") asked.set("since", day);
  if (which === "past") asked.set("until", day);
  asked.set("sort", sort === "day" && which !== "coming" ? "-day" : sort);
  if (text) asked.set("q", text);
  return asked.toString();
}
