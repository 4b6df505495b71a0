/** Whether everything is saved, in words and at one place; what waits for a connection is said by its status. */
import { agreeing } from "../../texts/agreeing";
import { ConnectionStatus } from "../../parts/status";
import type { Crew } from "./form";

export function Saving({ crew }: { crew: Crew }) {
  const live = crew.session.status.value.kind === "live";
  return (
    <span class="saving">
      <ConnectionStatus session={crew.session} />
      {live && <span class={crew.saving.value ? "small muted save-words busy" : "small muted save-words"}>{crew.saving.value ? agreeing().saving : agreeing().allSaved}</span>}
    </span>
  );
}
