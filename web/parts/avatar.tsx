/** A person as initials on a colour of their own, the same on every screen. */

export function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => Array.from(word ?? "")[0] ?? "").join("").toUpperCase();
}

/** A hue from 0 to 359 for an id; neighbours differ clearly. */
export function hue(id: string): number {
  let hash = 7;
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 1_000_003;
  return (hash * 137) % 360;
}

/** Dark enough for white letters at every hue. */
export const personColour = (id: string) => `oklch(0.5 0.13 ${hue(id)})`;

export function Avatar({ id, name, small = false }: { id: string; name: string; small?: boolean }) {
  return (
    <span class={small ? "avatar small" : "avatar"} style={{ background: personColour(id) }} title={name} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

export function Avatars({ people, most = 5 }: { people: readonly { id: string; name: string }[]; most?: number }) {
  const more = people.length - most;
  return (
    <span class="avatars">
      {people.slice(0, most).map((person) => (
        <Avatar key={person.id} {...person} small />
      ))}
      {more > 0 && <span class="chip">+{more}</span>}
    </span>
  );
}
