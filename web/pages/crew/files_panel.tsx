/** All files of the form beside it, by the question they answer. */
import { Icon } from "../../parts/icons";
import { filesTexts } from "../../texts/files";
import { filePlaces } from "./attached";
import { FileCard, Picker, SendingRow, useFiles } from "./files";
import type { Crew } from "./form";

interface Props {
  crew: Crew;
  onGo: (field: string) => void;
}

export function FilesPanel({ crew, onGo }: Props) {
  const texts = filesTexts();
  const schema = crew.views.schema.value ?? { sections: [] };
  const places = filePlaces(schema, crew.attached.value, crew.files.fields.value);
  if (places.length === 0) {
    return (
      <div class="empty">
        <Icon name="file" />
        <span>{texts.none}</span>
      </div>
    );
  }
  return (
    <ul class="files-panel">
      {places.map(({ key, field, section }) => (
        <PanelPlace key={key} crew={crew} at={key} label={field.label} section={section} onGo={onGo} />
      ))}
    </ul>
  );
}

function PanelPlace({ crew, at, label, section, onGo }: Props & { at: string; label: string; section: string }) {
  const { files, sendings, closed, mayRemove } = useFiles(crew, at);
  return (
    <li data-files={at}>
      <div class="row">
        <button type="button" class="files-place grow" onClick={() => onGo(at)}>
          <strong class="clip">{label}</strong>
          <span class="small muted clip">{section}</span>
        </button>
        {!closed && <Picker small label={label} onPick={(picked) => crew.files.add(picked, at)} />}
      </div>
      {files.map(([id, file]) => (
        <FileCard key={id} crew={crew} id={id} file={file} removable={mayRemove(file)} small />
      ))}
      {sendings.map((sending) => (
        <SendingRow key={sending.key} crew={crew} sending={sending} />
      ))}
    </li>
  );
}
