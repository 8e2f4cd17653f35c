/** A help page, as it is searched. */
export interface HelpText {
  readonly path: string;
  readonly title: string;
  /** In one line, without the marks of Markdown. */
  readonly text: string;
}

/** More words than these narrow nothing. */
const MOST_WORDS = 8;
/** More pages than these nobody reads; another word narrows them. */
const MOST_PAGES = 20;
const MOST_LETTERS = 160;
/** Letters before the first word of a snippet. */
const LEAD = 40;

/** The weight of a word, by its place. */
const IN_TITLE = 4;
const AT_BEGIN_OF_WORD = 2;
const INSIDE_WORD = 1;

/** The pages that hold every word, in any case and any order; the best first. Without a word there is nothing to find. */
export function searchHelp(pages: Iterable<HelpText>, typed: string): { path: string; snippet: string }[] {
  const words = patternsOf(typed);
  if (words.length === 0) return [];
  return [...pages]
    .map((page) => ({ page, scores: words.map((word) => scoreOf(page, word)) }))
    .filter(({ scores }) => scores.every((score) => score > 0))
    .map(({ page, scores }) => ({ page, score: scores.reduce((sum, score) => sum + score, 0) }))
    .toSorted((left, right) => right.score - left.score)
    .slice(0, MOST_PAGES)
    .map(({ page: { path, text } }) => ({ path, snippet: snippetOf(text, words) }));
}

/** Finds a word inside of words, and at the beginning of words. */
interface Pattern {
  readonly inside: RegExp;
  readonly begin: RegExp;
}

function patternsOf(typed: string): Pattern[] {
  const words = typed.normalize('NFC').split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
  return words.map((word) => {
    const literal = word.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
    // A pattern, and not lower case: the lower case of some letters is longer, and then places would not fit the text.
    return { inside: new RegExp(literal, 'iu'), begin: new RegExp(String.raw`(?<![\p{L}\p{N}])${literal}`, 'iu') };
  });
}

function scoreOf({ title, text }: HelpText, { inside, begin }: Pattern): number {
  if (inside.test(title)) return IN_TITLE;
  if (!inside.test(text)) return 0;
  return begin.test(text) ? AT_BEGIN_OF_WORD : INSIDE_WORD;
}

/** The part of a text that holds the most of the words. */
function snippetOf(text: string, words: readonly Pattern[]): string {
  const starts = words
    .map(({ inside, begin }) => (begin.exec(text) ?? inside.exec(text))?.index)
    .filter((at) => at !== undefined)
    .toSorted((left, right) => left - right);
  const counted = starts.map((at) => {
    const part = cut(text, at);
    return { part, count: words.filter(({ inside }) => inside.test(part)).length };
  });
  const most = Math.max(0, ...counted.map(({ count }) => count));
  return counted.find(({ count }) => count === most)?.part ?? '';
}

/** The letters around a position, from the beginning of a word to the end of a word. */
function cut(text: string, at: number): string {
  const wanted = Math.max(0, at - LEAD);
  const gap = wanted === 0 ? -1 : text.indexOf(' ', wanted);
  const from = gap === -1 || gap >= at ? (wanted === 0 ? 0 : at) : gap + 1;
  // Two of the letters are the dots.
  const end = from + MOST_LETTERS - 2;
  const last = text.lastIndexOf(' ', end);
  const to = end >= text.length ? text.length : last > at ? last : end;
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`;
}
