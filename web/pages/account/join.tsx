/** A mailed invitation: taken at once by who is signed in, kept for who signs in first. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { create, signedOut } from "../../parts/api";
import { chooseOrg, JOIN_KEY } from "../../parts/boot";
import { useSending } from "../../parts/form";
import { forget, keep, kept } from "../../parts/kept";
import { Problem } from "../../parts/problem";
import { o } from "../../texts/office";
import { Door, secretOf } from "../../parts/door";

interface Joined {
  org: string;
}

export function Join() {
  const stranger = useSignal(false);
  const sending = useSending();
  const take = async () => {
    const token = secretOf(location.hash) || (kept(JOIN_KEY) ?? "");
    if (!token) {
      sending.wrong("", o.join.none);
      return;
    }
    keep(JOIN_KEY, token);
    await sending.run(async (attempt) => {
      try {
        const { org } = await create<Joined>("/api/invitations/accept", { token }, attempt);
        forget(JOIN_KEY);
        chooseOrg(org);
        location.replace("/shows");
      } catch (error) {
        if (!signedOut(error)) {
          forget(JOIN_KEY);
          throw error;
        }
        stranger.value = true;
      }
    });
  };
  useEffect(() => void take(), []);
  const fault = sending.fault.value;
  if (stranger.value) {
    return (
      <Door title={o.join.title} lead={o.join.say}>
        <a class="button main" href="/sign-in?next=/join">
          {o.signIn.title}
        </a>
        <a class="button" href="/sign-up">
          {o.signUp.title}
        </a>
      </Door>
    );
  }
  return (
    <Door title={fault ? o.join.failed : o.join.working}>
      <Problem text={fault?.text ?? ""} />
      {fault && (
        <a class="button" href="/shows">
          {o.nav.shows}
        </a>
      )}
    </Door>
  );
}
