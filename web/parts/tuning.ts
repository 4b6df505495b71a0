/** What this device was told: which language the pages speak, and whether they are dark or light. */
import { forget, keep, kept } from "./kept";

export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
export const THEMES = ["device", "dark", "light"] as const;
export type Language = keyof typeof LANGUAGES;
export type Theme = (typeof THEMES)[number];

const LANGUAGE_KEY = "hub.language";
const THEME_KEY = "hub.theme";

/** On this page: a browser that keeps nothing still does what it is told. */
let chosen: Language | null = null;

/** The languages to choose from, best first: the one told, as this browser writes it if it does, then the browser's. */
export function languages(ofBrowser: readonly string[]): string[] {
  const told = chosen ?? kept(LANGUAGE_KEY);
  if (told === null || !Object.hasOwn(LANGUAGES, told)) return [...ofBrowser];
  return [...ofBrowser.filter((tag) => tag.toLowerCase().split("-")[0] === told), told, ...ofBrowser];
}

export function theme(): Theme {
  return THEMES.find((one) => one === kept(THEME_KEY)) ?? "device";
}

/** Makes the page dark or light, the browser's bars with it; "device" leaves that to the device again. */
export function dress(one: Theme): void {
  const root = document.documentElement;
  if (one === "device") delete root.dataset["theme"];
  else root.dataset["theme"] = one;
  for (const bar of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")) {
    const own = (bar.dataset["theme"] ??= bar.media.includes("light") ? "light" : "dark");
    bar.media = one === "device" ? `(prefers-color-scheme: ${own})` : one === own ? "all" : "not all";
  }
}

export function chooseTheme(one: Theme): void {
  if (one === "device") forget(THEME_KEY);
  else keep(THEME_KEY, one);
  dress(one);
}

let speakAnew: () => void = () => undefined;

/** Who shows the page says how it is shown in another language. */
export function onLanguage(anew: () => void): void {
  speakAnew = anew;
}

export function chooseLanguage(one: Language): void {
  chosen = one;
  keep(LANGUAGE_KEY, one);
  speakAnew();
}
