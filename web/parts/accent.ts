/** The colour of an organisation, made light or dark enough to be read on the page's ground (WCAG 2, 1.4.3). */

export type Rgb = readonly [number, number, number];

const READABLE = 4.5;
const STEPS = 20;
const SOFT = 0.12;
const BLACK: Rgb = [12, 13, 18];
const WHITE: Rgb = [255, 255, 255];

/** What the colour is read on, as styles/tokens.css has it: a surface, and the ground nearest to the colour. */
export const DARK: readonly Rgb[] = [BLACK, [30, 33, 44]];
export const LIGHT: readonly Rgb[] = [WHITE, [235, 235, 243]];

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

/** A breath of the colour on a surface. */
const soft = (shade: Rgb, grounds: readonly Rgb[]): Rgb => mixed(grounds[0] ?? WHITE, shade, SOFT);

/** The nearest colour towards white or black that is readable on every ground, and on a breath of itself. */
export function readable(colour: Rgb, grounds: readonly Rgb[]): Rgb {
  const towards = grounds === LIGHT ? BLACK : WHITE;
  for (let step = 0; step < STEPS; step += 1) {
    const shade = mixed(colour, towards, step / STEPS);
    if ([...grounds, soft(shade, grounds)].every((ground) => contrast(shade, ground) >= READABLE)) return shade;
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
    const grounds = light.matches ? LIGHT : DARK;
    const shade = readable(colour, grounds);
    const { style } = document.documentElement;
    style.setProperty("--accent", css(shade));
    style.setProperty("--accent-soft", css(soft(shade, grounds)));
    style.setProperty("--on-accent", css(contrast(shade, BLACK) > contrast(shade, WHITE) ? BLACK : WHITE));
  };
  dye();
  light.onchange = dye;
}
