/** Whether everything is saved, in words and at one place; what waits for a connection is said by its status. */
import { agreeing } from "../../texts/agreeing";
import { ConnectionStatus } from "../../parts/status";
import type { Crew } from "./form";

function Words({ crew }: { crew: Crew }) {
  const words = agreeing();
  if (crew.refused.value) return <span class="small warn-text save-words">{words.notSaved}</span>;
  return crew.saving.value ? <span class="small muted save-words busy">{words.saving}</span> : <span class="small muted save-words">{words.allSaved}</span>;
}

export function Saving({ crew }: { crew: Crew }) {
  return (
    <span class="saving">
      <ConnectionStatus session={crew.session} />
      {crew.session.status.value.kind === "live" && <Words crew={crew} />}
    </span>
  );
}
