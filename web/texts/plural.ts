/** Picks the form of a word for a number, by the rules of the language. */
export function pluralOf(language: string): (count: number, one: string, other: string) => string {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (count, one, other) => (rules.select(count) === "one" ? one : other).replace("#", numbers.format(count));
}
