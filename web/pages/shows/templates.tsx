/** Templates of an organisation: renamed, put away, brought back. They are kept and filled in at the shows. */
import { useSignal } from "@preact/signals";
import { acting } from "../../parts/acting";
import { ask } from "../../parts/api";
import type { MyOrg } from "../../parts/boot";
import { Field, Form, Tick, useSending } from "../../parts/form";
import { Bones } from "../../parts/frame";
import { useLoaded } from "../../parts/loaded";
import { Empty, Failed } from "../../parts/panel";
import { Sheet } from "../../parts/sheet";
import { toast } from "../../parts/toast";
import { o } from "../../texts/office";
import { a } from "../../texts/office/advance";
import { keptBy, type Template } from "./template";

function Rename({ path, template, onClose }: { path: string; template: Template; onClose: (changed: boolean) => void }) {
  const name = useSignal(template.name);
  const sending = useSending();
  const submit = async () => {
    if (!(await sending.run(() => ask("PATCH", path, { name: name.value.trim() })))) return;
    toast(o.saved);
    onClose(true);
  };
  return (
    <Sheet title={a().renameIt(template.name)} onClose={() => onClose(false)}>
      <Form sending={sending} onSubmit={() => void submit()} action={o.save}>
        <Field label={a().name} name="name" value={name} sending={sending} required focus maxLength={80} />
      </Form>
    </Sheet>
  );
}

export function Templates({ org }: { org: MyOrg }) {
  const path = `/api/orgs/${org.org}/templates`;
  const all = useSignal(false);
  const renaming = useSignal<Template | null>(null);
  const { value, problem, reload } = useLoaded<Template[]>(path);
  const rows = value.value?.filter((each) => all.value || each.archived_at_ms === null);
  const put = async (row: Template) => {
    const archived = row.archived_at_ms === null;
    const said = archived ? o.shows.archivedIt(row.name) : o.shows.restoredIt(row.name);
    if (await acting(() => ask("PATCH", `${path}/${row.id}`, { archived }), said)) await reload();
  };
  const close = (changed: boolean) => {
    renaming.value = null;
    if (changed) void reload();
  };
  return (
    <section class="stack">
      <div class="tools">
        <Tick label={o.shows.withArchived} value={all} />
      </div>
      {problem.value && <Failed problem={problem.value} onAgain={() => void reload()} />}
      {!value.value && !problem.value && <Bones />}
      {rows?.length === 0 && <Empty icon="copy" title={a().templatesNone} say={a().templatesNoneSay} />}
      <ul class="lines acted card templates" hidden={!rows?.length}>
        {rows?.map((row) => (
          <li class={row.archived_at_ms === null ? "line" : "line dead"} key={row.id}>
            <div class="grow">
              <p>
                <strong>{row.name}</strong>
              </p>
              <p class="small muted">{keptBy(row)}</p>
            </div>
            {row.archived_at_ms === null && (
              <button type="button" class="button" aria-label={a().renameIt(row.name)} onClick={() => (renaming.value = row)}>
                {a().rename}
              </button>
            )}
            <button type="button" class="button" aria-label={(row.archived_at_ms === null ? o.shows.archive_ : o.shows.restore_)(row.name)} onClick={() => void put(row)}>
              {row.archived_at_ms === null ? o.shows.archive : o.shows.restore}
            </button>
          </li>
        ))}
      </ul>
      {renaming.value && <Rename path={`${path}/${renaming.value.id}`} template={renaming.value} onClose={close} />}
    </section>
  );
}
