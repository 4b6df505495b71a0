import { effect, signal } from "@preact/signals";
import { afterEach, expect, test, vi } from "vitest";
import { ask, asking } from "../../parts/api";

afterEach(() => vi.unstubAllGlobals());

test("an effect that asks asks once, and again only when what it reads has changed", async () => {
  const fetched = vi.fn(() => Promise.resolve(new Response("[]", { headers: { "Content-Type": "application/json" } })));
  vi.stubGlobal("fetch", fetched);
  const live = signal(true);
  const asked: Promise<unknown>[] = [];
  const stop = effect(() => {
    if (live.value && asked.length < 20) asked.push(ask("GET", "/api/things"));
  });
  await Promise.all(asked);
  expect([fetched.mock.calls.length, asking.peek()]).toEqual([1, 0]);
  live.value = false;
  live.value = true;
  await Promise.all(asked);
  expect([fetched.mock.calls.length, asking.peek()]).toEqual([2, 0]);
  stop();
});
