/** The colour of an organisation, made light or dark enough to be read on the page's ground (WCAG 2, 1.4.3). */

export type Rgb = readonly [number, number, number];

const READABLE = 4.5;
const STEPS = 20;
export const DARK: Rgb = [12, 13, 18];
export const LIGHT: Rgb = [255, 255, 255];

export function parsed(hex: string): Rgb | null {
  const digits = /^#([0-9a-f]{6})$/i.exec(hex)?.[1];
  if (!digits) return null;
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => parseInt(digits.slice(at, at + 2), 16));
  return [red, green, blue];
}

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: Rgb, other: Rgb): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const mixed = (from: Rgb, to: Rgb, share: number): Rgb => [0, 1, 2].map((at) => Math.round((from[at] ?? 0) * (1 - share) + (to[at] ?? 0) * share)) as unknown as Rgb;

/** The nearest colour towards white or black that is readable on `ground`. */
export function readable(colour: Rgb, ground: Rgb): Rgb {
  const towards: Rgb = luminance(ground) > 0.5 ? [0, 0, 0] : [255, 255, 255];
  for (let step = 0; step <= STEPS; step += 1) {
    const shade = mixed(colour, towards, step / STEPS);
    if (contrast(shade, ground) >= READABLE) return shade;
  }
  return towards;
}

const css = (colour: Rgb) => `rgb(${colour.join(" ")})`;

/** Gives the page the colour of an organisation; what is no colour leaves it as it is. */
export function wear(accent: string): void {
  const colour = parsed(accent);
  if (!colour) return;
  const light = matchMedia("(prefers-color-scheme: light)");
  const dye = () => {
    const ground = light.matches ? LIGHT : DARK;
    const shade = readable(colour, ground);
    const { style } = document.documentElement;
    style.setProperty("--accent", css(shade));
    style.setProperty("--accent-soft", css(mixed(ground, shade, 0.12)));
    style.setProperty("--on-accent", css(contrast(shade, DARK) > contrast(shade, LIGHT) ? DARK : LIGHT));
  };
  dye();
  light.onchange = dye;
}
