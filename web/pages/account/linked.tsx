/** A mailed link: what it is for is asked before anything is done with it. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { ask } from "../../parts/api";
import { Door } from "../../parts/door";
import { useSending } from "../../parts/form";
import { Problem } from "../../parts/problem";
import { o } from "../../texts/office";

export interface Linked {
  purpose: "verify" | "change" | "reset" | "restore";
  mail: string;
  passkeys: { id: string; name: string; created_at_ms: number }[];
  totp: boolean;
  totp_needs_code: boolean;
}

interface Props {
  token: string;
  /** What to do when the link is not good. */
  again: ComponentChildren;
  children: (linked: Linked) => ComponentChildren;
}

export function FromMail({ token, again, children }: Props) {
  const linked = useSignal<Linked | null>(null);
  const sending = useSending();
  useEffect(() => {
    if (!token) sending.wrong("", o.verify.none);
    else void sending.run(async () => (linked.value = await ask<Linked>("POST", "/api/accounts/link", { token })));
  }, []);
  if (linked.value) return <>{children(linked.value)}</>;
  const fault = sending.fault.value;
  return (
    <Door title={fault ? o.verify.failed : o.verify.working}>
      <Problem text={fault?.text ?? ""} />
      {fault && again}
    </Door>
  );
}
