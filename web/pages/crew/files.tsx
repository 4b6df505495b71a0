/** The files of one question, in place: pictures and pages are seen where they answer, new ones are dropped there. */
import "./files.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { standingFiles } from "../../client/folds/files";
import type { FileLinks } from "../../client/upload";
import type { Attached, Form } from "../../client/wire";
import { slowNow } from "../../parts/clock";
import { ago } from "../../parts/format";
import { Icon } from "../../parts/icons";
import { Problem } from "../../parts/problem";
import { t } from "../../texts";
import { fileSize, filesTexts } from "../../texts/files";
import type { FileDesk, Sending } from "./file_desk";

interface Props {
  desk: FileDesk;
  form: Form;
  /** The full key of the question, and what it is called. */
  field: string;
  label: string;
  /** Who looks at it, and whether they may add and take away. */
  me: string;
  guest: boolean;
  closed: boolean;
}

const SEEN = new Set(["image/png", "image/jpeg", "image/webp", "application/pdf"]);

export function FilesView({ desk, form, field, label, me, guest, closed }: Props) {
  const texts = filesTexts();
  const over = useSignal(false);
  const files = standingFiles(form.files, field);
  const sendings = desk.sendings.value.filter((sending) => sending.field === field);
  if (closed && files.length === 0) return null;
  const drop = (event: DragEvent) => {
    event.preventDefault();
    over.value = false;
    desk.add(event.dataTransfer?.files ?? [], field);
  };
  const hover = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    over.value = true;
  };
  const dropping = closed ? {} : { onDragOver: hover, onDragLeave: () => (over.value = false), onDrop: drop };
  return (
    <div class="files" role="group" aria-label={texts.list(label)} data-over={over.value} {...dropping}>
      {files.map(([id, file]) => (
        <FileCard key={id} desk={desk} id={id} file={file} me={me} removable={!closed && (!guest || file.by === me)} />
      ))}
      {sendings.map((sending) => (
        <SendingRow key={sending.key} desk={desk} sending={sending} />
      ))}
      {!closed && <Picker onPick={(picked) => desk.add(picked, field)} label={label} />}
    </div>
  );
}

function Picker({ onPick, label }: { onPick: (files: File[]) => void; label: string }) {
  const texts = filesTexts();
  return (
    <p class="files-add">
      <label class="button">
        <Icon name="add" />
        {texts.add}
        <span class="hidden">: {label}</span>
        <input
          type="file"
          multiple
          class="hidden"
          onChange={(event) => {
            onPick([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
      </label>
      <span class="small muted only-pointer">{texts.drop}</span>
    </p>
  );
}

function FileCard({ desk, id, file, me, removable }: { desk: FileDesk; id: string; file: Attached; me: string; removable: boolean }) {
  const texts = filesTexts();
  const asked = useSignal(false);
  return (
    <div class="file-card" data-file={id}>
      {SEEN.has(file.type) && <Preview desk={desk} id={id} name={file.title} />}
      <div class="file-line">
        <div class="grow file-words">
          <p class="file-name">{file.title}</p>
          <p class="small muted">
            {fileSize(file.size)} · {texts.by(file.by === me ? t.you : file.name, ago(file.at_ms, slowNow.value))}
          </p>
        </div>
        {asked.value ? (
          <>
            <button type="button" class="button danger" ref={(button) => button?.focus()} onClick={() => void desk.remove(id)}>
              {texts.sure}
            </button>
            <button type="button" class="button plain" onClick={() => (asked.value = false)}>
              {texts.keep}
            </button>
          </>
        ) : (
          <>
            <button type="button" class="icon-button" aria-label={texts.download(file.title)} onClick={() => void desk.download(id)}>
              <Icon name="down" />
            </button>
            {removable && (
              <button type="button" class="icon-button" aria-label={texts.remove(file.title)} onClick={() => (asked.value = true)}>
                <Icon name="trash" />
              </button>
            )}
          </>
        )}
      </div>
    </div>
  );
}

/** A picture, or a page of a PDF; nothing where there is neither. */
function Preview({ desk, id, name }: { desk: FileDesk; id: string; name: string }) {
  const texts = filesTexts();
  const links = useSignal<FileLinks | null>(null);
  const page = useSignal(1);
  /** The last page that could be shown, once one could not. */
  const last = useSignal(Infinity);
  const load = () => void desk.open(id).then((found) => (links.value = found)).catch(() => (last.value = 0));
  useEffect(load, [id]);
  const found = links.value;
  if (last.value === 0) return null;
  const source = found?.shown ?? (found?.pages ? `${found.pages}&page=${String(page.value)}` : undefined);
  const missing = () => {
    last.value = page.value - 1;
    page.value = Math.max(1, last.value);
  };
  const most = found?.pages ? Math.min(found.pages_max, last.value) : 1;
  return (
    <figure class="file-preview">
      {source ? <img src={source} alt={texts.preview(name)} loading="lazy" decoding="async" onError={missing} /> : <span class="file-empty" />}
      {most > 1 && (
        <figcaption class="file-pages">
          <button type="button" class="icon-button" aria-label={texts.previousPage} disabled={page.value <= 1} onClick={() => (page.value -= 1)}>
            <Icon name="back" />
          </button>
          <span class="small" aria-live="polite">
            {texts.page(page.value)}
          </span>
          <button type="button" class="icon-button onward-page" aria-label={texts.nextPage} disabled={page.value >= most} onClick={() => (page.value += 1)}>
            <Icon name="back" />
          </button>
        </figcaption>
      )}
    </figure>
  );
}

function SendingRow({ desk, sending }: { desk: FileDesk; sending: Sending }) {
  const texts = filesTexts();
  const percent = Math.floor(sending.share.value * 100);
  const said = percent < 100 ? texts.sending(percent) : texts.checking;
  const broken = sending.problem.value !== "";
  return (
    <div class="file-card sending">
      <div class="file-line">
        <div class="grow file-words">
          <p class="file-name">{sending.file.name}</p>
          {broken ? (
            <Problem text={sending.problem.value} />
          ) : (
            <>
              <progress value={sending.share.value} max={1} aria-label={`${sending.file.name}: ${said}`} />
              <p class="small muted">
                {said} · {fileSize(sending.file.size)}
              </p>
            </>
          )}
        </div>
        {broken && !sending.final.value && (
          <button type="button" class="button" onClick={() => desk.again(sending)}>
            {texts.again}
          </button>
        )}
        <button
          type="button"
          class="icon-button"
          aria-label={broken ? texts.dismiss(sending.file.name) : texts.cancel(sending.file.name)}
          onClick={() => desk.dismiss(sending)}
        >
          <Icon name="close" />
        </button>
      </div>
    </div>
  );
}
