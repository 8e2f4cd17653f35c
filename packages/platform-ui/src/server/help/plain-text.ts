const FENCE = /^\s*(?:```|~~~)/;
const HEAD_OF_LINE = /^\s*(?:#{1,6}\s|>\s?|[-*+]\s|\d{1,9}[.)]\s)/;
const RULE_OF_TABLE = /^[\s|:-]+$/;
const CODE = /(`[^`]+`)/;
// Each of these expressions reads a letter only a few times, for any text.
const LINK = /!?\[([^[\]]*)\]\([^()]*\)/g;
const EMPHASIS = /(?<=\S)\*{1,3}|\*{1,3}(?=\S)|(?<![\p{L}\p{N}_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![\p{L}\p{N}_])|~~/gu;

/** The words of a Markdown text on one line, without its marks. Code stays as it is written. */
export function plainText(markdown: string): string {
  let isCode = false;
  const lines = markdown.split('\n').map((line) => {
    if (FENCE.test(line)) {
      isCode = !isCode;
      return '';
    }
    return isCode ? line : plainLine(line);
  });
  return lines.join(' ').replace(/\s+/g, ' ').trim();
}

function plainLine(line: string): string {
  if (RULE_OF_TABLE.test(line)) return '';
  return line
    .replace(HEAD_OF_LINE, '')
    .split(CODE)
    .map((part) => (CODE.test(part) ? part.slice(1, -1) : plainProse(part)))
    .join('');
}

const plainProse = (text: string): string => text.replace(LINK, '$1').replace(EMPHASIS, '').replaceAll('|', ' ');
