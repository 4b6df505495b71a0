/** Files dropped on the page go to the question they were dropped on; beside one, nothing is lost but the drop. */
import { useEffect } from "preact/hooks";
import { toast } from "../../parts/toast";
import { filesTexts } from "../../texts/files";
import type { Crew } from "./form";

/** What takes files: a question of the form, or its part of the panel. */
const TAKES = "[data-files], .questions [data-field]";

const bringsFiles = (event: DragEvent): boolean => !event.defaultPrevented && (event.dataTransfer?.types.includes("Files") ?? false);

function under(event: DragEvent): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>(TAKES) : null;
}

export function useDrops(crew: Crew): void {
  useEffect(() => {
    let over: HTMLElement | null = null;
    const mark = (next: HTMLElement | null) => {
      if (over === next) return;
      over?.removeAttribute("data-over");
      next?.setAttribute("data-over", "");
      over = next;
    };
    const hover = (event: DragEvent) => {
      if (!bringsFiles(event)) return;
      // a browser would leave the page for the file
      event.preventDefault();
      mark(under(event));
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) mark(null);
    };
    const drop = (event: DragEvent) => {
      if (!bringsFiles(event)) return;
      event.preventDefault();
      mark(null);
      const place = under(event);
      const key = place?.dataset["files"] ?? place?.dataset["field"] ?? "";
      if (!key) toast(filesTexts().beside);
      else if (crew.views.question(key).closed.peek()) toast(filesTexts().closed, { bad: true });
      else crew.files.add(event.dataTransfer?.files ?? [], key);
    };
    addEventListener("dragover", hover);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", hover);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, [crew]);
}
