/** The way to a place of the form from beside it. */

/** Brings what a line is about into the middle and gives it the focus, so that keys and screen readers go on there. */
export function showPlace(about: string): void {
  const [field = "", cell = ""] = about.split("#");
  const [row = ""] = cell.split(".");
  const inRow = row ? document.querySelector<HTMLElement>(`[data-row="${CSS.escape(row)}"]`) : null;
  const place = inRow ?? document.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`) ?? document.getElementById("section-heading");
  if (!place) return;
  place.tabIndex = -1;
  place.dataset["found"] = "";
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "center" });
}
