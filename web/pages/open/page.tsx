/** The way in for outsiders: a link opens its room, a code says which show is meant. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { ask } from "../../parts/api";
import { dayText } from "../../parts/dates";
import { Door, secretOf } from "../../parts/door";
import { pageOf } from "../../parts/doors";
import { Field, Form, useSending } from "../../parts/form";
import { Problem } from "../../parts/problem";
import { o } from "../../texts/office";

const CODE_CHARS = 8;

interface Opened {
  token: string;
  room: string;
  title: string;
  side: string;
}

interface Found {
  title: string;
  day: string;
  venue: string | null;
}

function Link({ token }: { token: string }) {
  const sending = useSending();
  const open = () =>
    sending.run(async () => {
      const opened = await ask<Opened>("POST", "/api/links/open", { token });
      location.replace(pageOf(opened.room, opened.token, token, opened.title, opened.side));
    });
  useEffect(() => void open(), []);
  const fault = sending.fault.value;
  return (
    <Door title={fault ? o.open.failed : o.open.working}>
      <Problem text={fault?.text ?? ""} />
      {fault && (
        <button type="button" class="button" onClick={() => void open()}>
          {o.again}
        </button>
      )}
    </Door>
  );
}

function Code({ given }: { given: string }) {
  const code = useSignal(given);
  const found = useSignal<Found | null>(null);
  const sending = useSending({ "code.unknown": "code", "http.bad_request": "code" });
  const find = () =>
    sending.run(async () => {
      found.value = await ask<Found>("POST", "/api/codes", { code: code.value.trim() });
    });
  useEffect(() => {
    if (given) void find();
  }, []);
  const show = found.value;
  if (show) {
    return (
      <Door title={show.title} lead={[dayText(show.day), show.venue].filter(Boolean).join(" · ")}>
        <p>{o.open.foundSay}</p>
        <button type="button" class="button" onClick={() => (found.value = null)}>
          {o.open.another}
        </button>
      </Door>
    );
  }
  return (
    <Door title={o.open.title} lead={o.open.codeSay}>
      <Form sending={sending} onSubmit={() => void find()} action={o.open.find}>
        <Field label={o.open.code} name="code" value={code} sending={sending} required focus maxLength={16} autocomplete="off" />
      </Form>
    </Door>
  );
}

export function OpenPage() {
  const secret = useMemo(() => secretOf(location.hash), []);
  // the picture of a code leads here too; the secret of a link is far longer
  const code = secret.length <= CODE_CHARS ? secret : "";
  return secret && !code ? <Link token={secret} /> : <Code given={code} />;
}
