/** A picture in place, or a page of a PDF; nothing where a file has neither. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { FileLinks } from "../../client/upload";
import { Icon } from "../../parts/icons";
import { filesTexts } from "../../texts/files";
import type { FileDesk } from "./file_desk";

const SEEN = new Set(["image/png", "image/jpeg", "image/webp", "application/pdf"]);

export const hasPreview = (type: string): boolean => SEEN.has(type);

interface Props {
  desk: FileDesk;
  id: string;
  name: string;
}

export function Preview({ desk, id, name }: Props) {
  const texts = filesTexts();
  const links = useSignal<FileLinks | null>(null);
  const page = useSignal(1);
  /** The last page that could be shown, once one could not. */
  const last = useSignal(Infinity);
  // links end: each page is asked for with one that is good
  const turn = (to: number) =>
    void desk.open(id).then(
      (found) => {
        links.value = found;
        page.value = to;
      },
      () => (last.value = 0),
    );
  useEffect(() => turn(1), [id]);
  const found = links.value;
  if (last.value === 0) return null;
  const source = found?.shown ?? (found?.pages ? `${found.pages}&page=${String(page.value)}` : undefined);
  const missing = () => {
    if (found && found.expires_ms <= Date.now()) {
      turn(page.value);
      return;
    }
    last.value = page.value - 1;
    page.value = Math.max(1, last.value);
  };
  const most = found?.pages ? Math.min(found.pages_max, last.value) : 1;
  const picture = source ? <img src={source} alt={texts.preview(name)} loading="lazy" decoding="async" onError={missing} /> : <span class="file-empty" />;
  return (
    <figure class="file-preview">
      {found?.shown ? (
        <a href={found.shown} target="_blank" rel="noopener" aria-label={texts.large(name)}>
          {picture}
        </a>
      ) : (
        picture
      )}
      {most > 1 && (
        <figcaption class="file-pages">
          <button type="button" class="icon-button" aria-label={texts.previousPage} disabled={page.value <= 1} onClick={() => turn(page.value - 1)}>
            <Icon name="back" />
          </button>
          <span class="small" aria-live="polite">
            {texts.page(page.value)}
          </span>
          <button type="button" class="icon-button onward-page" aria-label={texts.nextPage} disabled={page.value >= most} onClick={() => turn(page.value + 1)}>
            <Icon name="back" />
          </button>
        </figcaption>
      )}
    </figure>
  );
}
