/** The files of one question, in place: pictures and pages are seen where they answer, new ones are dropped there. */
import "./files.css";
import { useSignal } from "@preact/signals";
import { standingFiles } from "../../client/folds/files";
import type { Attached } from "../../client/wire";
import { Ago } from "../../parts/ago";
import { Icon } from "../../parts/icons";
import { Problem } from "../../parts/problem";
import { t } from "../../texts";
import { fileSize, filesTexts } from "../../texts/files";
import { showsFiles } from "./attached";
import type { Sending } from "./file_desk";
import type { Crew } from "./form";
import { hasPreview, Preview } from "./preview";

/** What a question has, what is on its way to it, and what one may do about that. */
export function useFiles(crew: Crew, at: string) {
  const { files, session } = crew;
  const guest = session.you.value?.role === "guest";
  const closed = crew.views.question(at).closed.value;
  return {
    files: standingFiles(crew.attached.value, at),
    sendings: files.sendings.value.filter((sending) => sending.field === at),
    closed,
    mayRemove: (file: Attached) => !closed && (!guest || file.by === crew.me),
  };
}

interface Props {
  crew: Crew;
  /** The full key of the question, and what it is called. */
  at: string;
  label: string;
}

/** The files at a question that has some, or is one for files. */
export function FilesAt(props: Props) {
  const { crew, at } = props;
  return showsFiles(at, crew.attached.value, crew.files.fields.value) ? <FilesView {...props} /> : null;
}

function FilesView({ crew, at, label }: Props) {
  const texts = filesTexts();
  const { files, sendings, closed, mayRemove } = useFiles(crew, at);
  if (closed && files.length === 0) return null;
  return (
    <div class="files" role="group" aria-label={texts.list(label)}>
      {files.map(([id, file]) => (
        <FileCard key={id} crew={crew} id={id} file={file} removable={mayRemove(file)} />
      ))}
      {sendings.map((sending) => (
        <SendingRow key={sending.key} crew={crew} sending={sending} />
      ))}
      {!closed && (
        <p class="files-add">
          <Picker label={label} onPick={(picked) => crew.files.add(picked, at)} />
          <span class="small muted only-pointer">{texts.drop}</span>
        </p>
      )}
    </div>
  );
}

export function Picker({ onPick, label, small = false }: { onPick: (files: File[]) => void; label: string; small?: boolean }) {
  const texts = filesTexts();
  return (
    <label class={small ? "icon-button file-pick" : "button file-pick"} title={small ? texts.add : undefined}>
      <Icon name="add" />
      <span class={small ? "hidden" : undefined}>{texts.add}</span>
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
  );
}

interface CardProps {
  crew: Crew;
  id: string;
  file: Attached;
  removable: boolean;
  /** Without its preview. */
  small?: boolean;
}

export function FileCard({ crew, id, file, removable, small = false }: CardProps) {
  const texts = filesTexts();
  const asked = useSignal(false);
  const who = file.by === crew.me ? t.you : file.name;
  return (
    <div class="file-card" data-file={id}>
      {!small && hasPreview(file.type) && <Preview desk={crew.files} id={id} name={file.title} />}
      <div class="file-line">
        <div class="grow file-words">
          <p class="file-name">{file.title}</p>
          <p class="small muted">
            {fileSize(file.size)} · <Ago at={file.at_ms} say={(when) => texts.by(who, when)} />
          </p>
        </div>
        {asked.value ? (
          <>
            <button type="button" class="button danger" ref={(button) => button?.focus()} onClick={() => void crew.files.remove(id)}>
              {texts.sure}
            </button>
            <button type="button" class="button plain" onClick={() => (asked.value = false)}>
              {texts.keep}
            </button>
          </>
        ) : (
          <>
            <button type="button" class="icon-button" aria-label={texts.download(file.title)} onClick={() => void crew.files.download(id)}>
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

/** How far a file is, in words. */
function said(crew: Crew, sending: Sending): string {
  const texts = filesTexts();
  const percent = Math.floor(sending.share.value * 100);
  if (crew.session.status.value.kind !== "live") return texts.waiting(percent);
  return percent < 100 ? texts.sending(percent) : texts.checking;
}

export function SendingRow({ crew, sending }: { crew: Crew; sending: Sending }) {
  const texts = filesTexts();
  const { file, share, problem, final } = sending;
  const broken = problem.value !== "";
  return (
    <div class="file-card sending">
      <div class="file-line">
        <div class="grow file-words">
          <p class="file-name">{file.name}</p>
          {broken ? (
            <Problem text={problem.value} />
          ) : (
            <>
              <progress value={share.value} max={1} aria-label={file.name} />
              <p class="small muted">
                {said(crew, sending)} · {fileSize(file.size)}
              </p>
            </>
          )}
        </div>
        {broken && !final.value && (
          <button type="button" class="button" onClick={() => crew.files.again(sending)}>
            {texts.again}
          </button>
        )}
        <button
          type="button"
          class="icon-button"
          aria-label={broken ? texts.dismiss(file.name) : texts.cancel(file.name)}
          onClick={() => crew.files.dismiss(sending)}
        >
          <Icon name="close" />
        </button>
      </div>
    </div>
  );
}
