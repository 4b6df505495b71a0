/** Two changes of one text put together by words: what either removed is gone, and what either wrote stays. */

/** In place of `gone` words from the word `at` on stand the words `put`. */
interface Hunk {
  at: number;
  gone: number;
  put: string[];
}

/** Above this many pairs of words what differs counts as one change. */
const PAIRS_MAX = 4_000_000;

const wordsOf = (text: string): string[] => text.match(/\s+|[^\s]+/gu) ?? [];

/** How long the common end of a longest common subsequence is, for each pair of places. */
function lengths(before: readonly string[], after: readonly string[]): Uint32Array {
  const wide = after.length + 1;
  const table = new Uint32Array((before.length + 1) * wide);
  for (let one = before.length - 1; one >= 0; one -= 1) {
    for (let other = after.length - 1; other >= 0; other -= 1) {
      const at = one * wide + other;
      table[at] = before[one] === after[other] ? (table[at + wide + 1] ?? 0) + 1 : Math.max(table[at + wide] ?? 0, table[at + 1] ?? 0);
    }
  }
  return table;
}

/** The hunks between two lists that share neither their beginning nor their end; `from` is where they begin. */
function between(before: readonly string[], after: readonly string[], from: number): Hunk[] {
  if (before.length === 0 && after.length === 0) return [];
  if (before.length * after.length > PAIRS_MAX) return [{ at: from, gone: before.length, put: [...after] }];
  const removes = removing(before, after);
  const hunks: Hunk[] = [];
  let open: Hunk | null = null;
  let one = 0;
  let other = 0;
  while (one < before.length || other < after.length) {
    if (one < before.length && before[one] === after[other]) {
      open = null;
      one += 1;
      other += 1;
      continue;
    }
    if (open === null) {
      open = { at: from + one, gone: 0, put: [] };
      hunks.push(open);
    }
    if (removes(one, other)) {
      open.gone += 1;
      one += 1;
    } else {
      open.put.push(after[other] ?? "");
      other += 1;
    }
  }
  return hunks;
}

/** Whether a word goes next, rather than one comes, so that most of them stay. */
function removing(before: readonly string[], after: readonly string[]): (one: number, other: number) => boolean {
  const table = lengths(before, after);
  const wide = after.length + 1;
  return (one, other) => {
    if (one >= before.length || other >= after.length) return one < before.length;
    return (table[(one + 1) * wide + other] ?? 0) >= (table[one * wide + other + 1] ?? 0);
  };
}

function hunksOf(before: readonly string[], after: readonly string[]): Hunk[] {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return between(before.slice(start, before.length - end), after.slice(start, after.length - end), start);
}

/** What stands where both wrote: one of them when they wrote the same, otherwise theirs and then ours. */
function both(theirs: string, ours: string): string {
  if (theirs === ours || ours === "") return theirs;
  return theirs + ours;
}

/** The text with what became of `base` here and there. */
export function threeWay(base: string, theirs: string, ours: string): string {
  if (base === ours || theirs === ours) return theirs;
  if (base === theirs) return ours;
  const words = wordsOf(base);
  const sides = [hunksOf(words, wordsOf(theirs)), hunksOf(words, wordsOf(ours))] as const;
  const [putTheirs, putOurs] = sides.map((hunks) => new Map(hunks.map(({ at, put }) => [at, put.join("")])));
  const gone = new Set(sides.flat().flatMap(({ at, gone: many }) => Array.from({ length: many }, (_, index) => at + index)));
  let text = "";
  for (let at = 0; at <= words.length; at += 1) {
    text += both(putTheirs?.get(at) ?? "", putOurs?.get(at) ?? "");
    if (at < words.length && !gone.has(at)) text += words[at] ?? "";
  }
  return text;
}
