/** The code of a show, to be read out, written down or photographed. */
import { CopyField } from "../../parts/copy";
import { Bones } from "../../parts/frame";
import { useLoaded } from "../../parts/loaded";
import { Panel } from "../../parts/panel";
import { o } from "../../texts/office";

/** `ABCD EFGH`: two halves are easier to read out than one word. */
export const spaced = (code: string): string => `${code.slice(0, 4)} ${code.slice(4)}`.trim();

export function Code({ org, show }: { org: string; show: string }) {
  const path = `/api/orgs/${org}/shows/${show}/code`;
  const { value, problem } = useLoaded<{ code: string }>(path);
  const code = value.value?.code;
  return (
    <Panel title={o.show.code}>
      <p class="muted">{o.show.codeSay}</p>
      {!code && !problem.value && <Bones rows={1} />}
      {problem.value && <p>{o.show.codeNone}</p>}
      {code && (
        <>
          <CopyField label={o.show.code} text={spaced(code)} big />
          <img class="qr" src={`${path}.svg`} alt={o.show.codeQr} width="200" height="200" />
        </>
      )}
    </Panel>
  );
}
