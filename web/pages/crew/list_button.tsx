/** The way from a list to a file of it and back; the dialog comes when it is asked for. */
import "./list_button.css";
import type { Field } from "../../client/wire";
import { Icon } from "../../parts/icons";
import { useLater } from "../../parts/later";
import { agreeing } from "../../texts/agreeing";
import type { Crew } from "./form";

interface Props {
  crew: Crew;
  field: Field;
  /** The list's full key. */
  list: string;
}

export function ListButton({ crew, field, list }: Props) {
  const { Part: ListFiles, open, close } = useLater(async () => (await import("./import")).ListFiles);
  const { session, views } = crew;
  return (
    <>
      <button type="button" class="list-button" aria-label={agreeing().asFile(field.label)} aria-haspopup="dialog" onClick={open}>
        <Icon name="table" />
        <span>{agreeing().importExport}</span>
      </button>
      {ListFiles && (
        <ListFiles place={{ room: session.room.id, token: session.token.value, field: list }} label={field.label} reads={views.question(list).closed.value} onClose={close} />
      )}
    </>
  );
}
