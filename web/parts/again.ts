/** Another grant for the same room, from where the first one came. */
import { ask } from "./api";

/** What a member of the organisation asks; everything else is the secret of a link. */
const OF_MEMBER = /^\/api\/orgs\/[\w-]+\/(shows|streams)\/[\w-]+\/grant$/;

/** Throws what the hub says when there is none any more. */
export async function another(way: string, room: string): Promise<string> {
  const { token } = await (OF_MEMBER.test(way)
    ? ask<{ token: string }>("POST", way, way.includes("/streams/") ? undefined : { room })
    : ask<{ token: string }>("POST", "/api/links/open", { token: way }));
  return token;
}
