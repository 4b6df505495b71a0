/** The shape of the desk while its room is on the way. */
import { t } from "../../texts";

export function DeskSkeleton() {
  return (
    <div class="desk" aria-busy="true">
      <header class="top">
        <h1 class="grow">{t.desk.title}</h1>
        <span class="status">{t.status.connecting}</span>
      </header>
      <div class="columns">
        {["queue", "now", "room"].map((column) => (
          <div class="column" key={column}>
            <div class="bone bone-tall" />
            <div class="bone bone-row" />
            <div class="bone bone-row" />
          </div>
        ))}
      </div>
    </div>
  );
}
