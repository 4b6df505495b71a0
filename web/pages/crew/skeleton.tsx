/** The shape of the form while it is on the way. */
import { t } from "../../texts";

export function CrewSkeleton() {
  return (
    <div class="crew" aria-busy="true">
      <header class="top">
        <h1 class="grow">{t.crew.title}</h1>
        <span class="status">{t.status.connecting}</span>
      </header>
      <div class="crew-columns">
        <div class="sections">
          {[1, 2, 3, 4, 5, 6, 7].map((row) => (
            <div class="bone bone-row" key={row} />
          ))}
        </div>
        <div class="form">
          {[1, 2, 3, 4, 5].map((row) => (
            <div class="bone bone-field" key={row} />
          ))}
        </div>
      </div>
    </div>
  );
}
