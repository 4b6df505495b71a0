/** A mailed link that says: this address is mine. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask } from "../../parts/api";
import { useSending } from "../../parts/form";
import { Problem } from "../../parts/problem";
import { o } from "../../texts/office";
import { Door, secretOf } from "../../parts/door";

export function Verify() {
  const done = useSignal(false);
  const sending = useSending();
  useEffect(() => {
    const token = secretOf(location.hash);
    if (!token) {
      sending.wrong("", o.verify.none);
      return;
    }
    void sending.run(() => ask("POST", "/api/accounts/verify", { token })).then((well) => (done.value = well));
  }, []);
  const fault = sending.fault.value;
  const title = fault ? o.verify.failed : done.value ? o.verify.done : o.verify.working;
  return (
    <Door title={title} lead={done.value ? o.verify.doneSay : undefined}>
      <Problem text={fault?.text ?? ""} />
      <a class={fault ? "button" : "button main"} href="/sign-in">
        {o.signIn.title}
      </a>
    </Door>
  );
}
