/** Where to go after the sign-in: an address of ours only. */
export function nextPage(search: string): string {
  const next = new URLSearchParams(search).get("next") ?? "";
  return /^\/[a-z][a-z0-9/_?=&-]*$/i.test(next) ? next : "/shows";
}
