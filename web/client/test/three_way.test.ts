/** Two changes of one text: nothing that either wrote is missing, and nothing is there twice. */
import { expect, test } from "vitest";
import { threeWay } from "../three_way";

test.each([
  ["nobody wrote", "doors at seven", "doors at seven", "doors at seven", "doors at seven"],
  ["only they wrote", "doors at seven", "doors at eight", "doors at seven", "doors at eight"],
  ["only we wrote", "doors at seven", "doors at seven", "doors at nine", "doors at nine"],
  ["both wrote the same", "doors at seven", "doors at eight", "doors at eight", "doors at eight"],
  ["each in another place", "doors at seven", "stage: doors at seven", "doors at seven sharp", "stage: doors at seven sharp"],
  ["both in one place", "doors at seven", "doors at eight", "doors at nine", "doors at eightnine"],
  ["into an empty text", "", "theirs", "ours", "theirsours"],
  ["they removed what we left", "one two three", "one three", "one two three four", "one three four"],
  ["we removed all of it", "one two", "one two three", "", " three"],
  ["the same word at one place", "a b", "a x b", "a x b c", "a x b c"],
])("%s", (_name, base, theirs, ours, together) => {
  expect(threeWay(base, theirs, ours)).toBe(together);
});

test("what is too much to compare is one change", () => {
  const words = (word: string) => Array.from({ length: 3_000 }, (_, at) => `${word}${at}`).join(" ");
  expect(threeWay(words("a"), `${words("a")} more`, words("b"))).toBe(`${words("b")} more`);
});

test("no word that either wrote is ever missing", () => {
  let seed = 7;
  const chance = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const change = (words: readonly string[], mark: string) =>
    words.flatMap((word, at) => [[word], [], [word, `${mark}${at}`], [`${mark}${at}`, word]][chance(4)] ?? []);
  for (let round = 0; round < 300; round += 1) {
    const base = Array.from({ length: chance(12) }, () => `w${chance(5)}`);
    const [theirs, ours] = [change(base, "t"), change(base, "o")];
    const together = threeWay(base.join("\n"), theirs.join("\n"), ours.join("\n"));
    for (const word of [...theirs, ...ours].filter((one) => !one.startsWith("w"))) expect(together).toContain(word);
    expect(threeWay(theirs.join("\n"), theirs.join("\n"), ours.join("\n"))).toBe(ours.join("\n"));
  }
});
