import { effect } from "@preact/signals";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { locale, speak, t } from "../../texts";

const bar = (media: string) => ({ media, dataset: {} as Record<string, string> });
const dark = "(prefers-color-scheme: dark)";
const light = "(prefers-color-scheme: light)";
let bars: ReturnType<typeof bar>[] = [];
let root: { dataset: Record<string, string>; lang: string };

let tuning: typeof import("../../parts/tuning");

beforeEach(async () => {
  vi.resetModules();
  tuning = await import("../../parts/tuning");
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  bars = [bar(dark), bar(light)];
  root = { dataset: {}, lang: "" };
  vi.stubGlobal("document", { documentElement: root, querySelectorAll: () => bars });
});
afterEach(() => vi.unstubAllGlobals());

test("the language told comes first, as the browser writes it if it does", () => {
  const { chooseLanguage, languages, onLanguage } = tuning;
  expect(languages(["fr", "de-AT", "en-GB"])).toEqual(["fr", "de-AT", "en-GB"]);
  const anew = vi.fn();
  onLanguage(anew);
  chooseLanguage("de");
  expect(anew).toHaveBeenCalledOnce();
  expect(languages(["en-GB", "de-AT"])[0]).toBe("de-AT");
  expect(languages(["en-GB"])).toEqual(["de", "en-GB"]);
});

test("what is kept is no language before it is one of ours", () => {
  localStorage.setItem("hub.language", "toString");
  expect(tuning.languages(["en-GB"])).toEqual(["en-GB"]);
  localStorage.setItem("hub.language", "de");
  expect(tuning.languages(["en-GB"])).toEqual(["de", "en-GB"]);
});

test("a browser that keeps nothing still does what it is told", () => {
  vi.stubGlobal("localStorage", undefined);
  tuning.chooseLanguage("de");
  expect(tuning.languages(["en-GB"])[0]).toBe("de");
});

test("a page goes from one language to the other and back", async () => {
  const shown: string[] = [];
  const stop = effect(() => void shown.push(t.close));
  await speak(["de-AT", "en"]);
  expect([t.language, locale, root.lang]).toEqual(["de", "de-AT", "de"]);
  await speak(["en-GB"]);
  expect([t.language, locale, root.lang]).toEqual(["en", "en-GB", "en"]);
  expect(shown).toEqual(["Close", "Schließen", "Close"]);
  stop();
});

test("a theme is kept and worn with the browser's bars, until it is the device's again", () => {
  const { chooseTheme, theme } = tuning;
  expect(theme()).toBe("device");
  chooseTheme("light");
  expect([theme(), root.dataset["theme"], ...bars.map((one) => one.media)]).toEqual(["light", "light", "not all", "all"]);
  chooseTheme("dark");
  expect([theme(), root.dataset["theme"], ...bars.map((one) => one.media)]).toEqual(["dark", "dark", "all", "not all"]);
  chooseTheme("device");
  expect([theme(), root.dataset["theme"], ...bars.map((one) => one.media)]).toEqual(["device", undefined, dark, light]);
});

test("light is the same by choice and by device", () => {
  const css = readFileSync(new URL("../../styles/tokens.css", import.meta.url), "utf8");
  const block = (selector: string) => {
    const [, declared] = css.split(`${selector} {`);
    return declared?.split("}")[0]?.split(";").map((one) => one.trim());
  };
  expect(block(':root[data-theme="light"]')).toEqual(block(':root:not([data-theme="dark"])'));
  expect(block(':root[data-theme="light"]')?.length).toBeGreaterThan(20);
});
