/** The shape of the watch page while the room is on the way. */
import { t } from "../../texts";

export function WatchSkeleton() {
  return (
    <div class="watch" aria-busy="true">
      <div class="stage">
        <div class="stage-words muted">{t.status.connecting}</div>
      </div>
      <div class="side">
        <div class="bone bone-line" />
        <div class="bone bone-line" />
        <div class="bone bone-line" />
      </div>
    </div>
  );
}
