/** The shape of the phone page while its queue is on the way. */
import { TuningButton } from "../../parts/tuning_menu";
import { t } from "../../texts";

export function FloorSkeleton() {
  return (
    <div class="floor" aria-busy="true">
      <header class="top">
        <h1 class="grow">{t.floor.title}</h1>
        <span class="status">{t.status.connecting}</span>
        <TuningButton />
      </header>
      <div class="floor-body">
        <div class="bone bone-now" />
        <div class="bone bone-row" />
        <div class="bone bone-row" />
        <div class="bone bone-row" />
      </div>
    </div>
  );
}
