/** Something that can be found by words. */
export interface Findable {
  readonly label: string;
  /** Additional words, such as the name of an extension. */
  readonly detail?: string | undefined;
}

/** How well a word matches; 0 if it does not. */
function wordScore(word: string, { label, detail = '' }: Findable): number {
  const text = label.toLowerCase();
  if (text.startsWith(word)) return 8;
  if (text.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word))) return 6;
  if (text.includes(word)) return 4;
  if (detail.toLowerCase().includes(word)) return 2;
  return isSubsequence(word, text) ? 1 : 0;
}

/** Whether a text contains the letters of a word in their order, like `apk` in `API keys`. */
function isSubsequence(word: string, text: string): boolean {
  let at = 0;
  for (const letter of text) if (letter === word[at]) at += 1;
  return at === word.length;
}

/** The items that match every typed word, best match first. Equal matches keep their order. */
export function rank<T extends Findable>(entries: readonly T[], typed: string): readonly T[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return entries;
  return entries
    .map((entry) => ({ entry, scores: words.map((word) => wordScore(word, entry)) }))
    .filter(({ scores }) => scores.every((score) => score > 0))
    .map(({ entry, scores }) => ({ entry, score: scores.reduce((sum, score) => sum + score, 0) }))
    .toSorted((left, right) => right.score - left.score)
    .map(({ entry }) => entry);
}
