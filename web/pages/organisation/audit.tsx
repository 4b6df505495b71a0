/** The audit: who did what, from where, and what it was before and after. */
import { useSignal } from "@preact/signals";
import { momentText } from "../../parts/dates";
import { Bones } from "../../parts/frame";
import { useList } from "../../parts/loaded";
import { Failed, Panel } from "../../parts/panel";
import { o } from "../../texts/office";

interface Noted {
  id: string;
  at_ms: number;
  name: string;
  what: string;
  about: string;
  address: string;
  before: unknown;
  after: unknown;
}

/** What lines are about, the part before the dot. */
const KINDS = ["org", "member", "invitation", "show", "venue", "stream", "advance", "template", "reminders", "link", "calendar", "platform"];

const told = (value: unknown): string => (value === null || value === undefined ? "–" : typeof value === "object" ? JSON.stringify(value, null, 1).replace(/^[{}]\n?/gm, "") : JSON.stringify(value));

function Line({ line }: { line: Noted }) {
  const differs = line.before !== null || line.after !== null;
  return (
    <tr>
      <td class="nowrap">
        <time dateTime={new Date(line.at_ms).toISOString()}>{momentText(line.at_ms)}</time>
      </td>
      <td>{line.name || "hub"}</td>
      <td>
        <strong>{o.org.auditWords[line.what] ?? line.what}</strong>
        {differs && (
          <details>
            <summary>{o.org.details}</summary>
            <dl class="differs">
              <dt>{o.org.before}</dt>
              <dd>
                <pre>{told(line.before)}</pre>
              </dd>
              <dt>{o.org.after}</dt>
              <dd>
                <pre>{told(line.after)}</pre>
              </dd>
            </dl>
          </details>
        )}
      </td>
      <td class="muted">{line.address}</td>
    </tr>
  );
}

export function AuditPanel({ org }: { org: string }) {
  const what = useSignal("");
  const asked = what.value ? `?what=${what.value}` : "";
  const { rows, problem, more, next, reload } = useList<Noted>(`/api/orgs/${org}/audit${asked}`, "rows");
  return (
    <Panel
      title={o.org.audit}
      action={
        <>
          <select class="input audit-filter" aria-label={o.org.auditFilter} value={what.value} onChange={(event) => (what.value = event.currentTarget.value)}>
            <option value="">{o.org.auditAll}</option>
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {o.org.kinds[kind] ?? kind}
              </option>
            ))}
          </select>
          <a class="button" href={`/api/orgs/${org}/audit.csv${asked}`} download>
            {o.org.csv}
          </a>
        </>
      }
    >
      <p class="muted">{o.org.auditSay}</p>
      {problem.value && <Failed problem={problem.value} onAgain={() => void reload()} />}
      {!rows && !problem.value && <Bones rows={3} />}
      {rows?.length === 0 && <p class="muted">{o.org.auditEmpty}</p>}
      {rows && rows.length > 0 && (
        <div class="audit" tabIndex={0} role="region" aria-label={o.org.audit}>
          <table>
            <thead>
              <tr>
                <th scope="col">{o.org.when}</th>
                <th scope="col">{o.org.who}</th>
                <th scope="col">{o.org.what}</th>
                <th scope="col">{o.org.where}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((line) => (
                <Line key={line.id} line={line} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {more && (
        <button type="button" class="button" onClick={() => void next()}>
          {o.more}
        </button>
      )}
    </Panel>
  );
}
