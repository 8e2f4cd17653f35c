/**
 * Wraps a text into lines of at most `width` columns, and at most `most` lines. Tabs become blanks. Characters that
 * could change the direction of the surrounding text are removed, so that a line has the counted width.
 */
export function wrapLines(text: string, width: number, most: number): { lines: readonly string[]; isCut: boolean } {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const room = Math.max(2, width);
  for (const character of text) {
    if (lines.length >= most) return { lines, isCut: true };
    if (character === '\n') {
      lines.push(line);
      line = '';
      used = 0;
      continue;
    }
    if (/\p{Bidi_Control}/u.test(character)) continue;
    const shown = character === '\t' ? '  ' : character;
    const columns = character === '\t' ? 2 : columnsOf(character);
    if (used + columns > room) {
      lines.push(line);
      line = '';
      used = 0;
    }
    line += shown;
    used += columns;
  }
  return lines.length < most ? { lines: [...lines, line], isCut: false } : { lines, isCut: true };
}

/** East Asian letters and pictures are two columns wide. Combining marks are zero columns wide. */
function columnsOf(character: string): number {
  if (character < '\u0300') return 1;
  if (/[\p{M}\p{Cf}]/u.test(character)) return 0;
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u.test(
    character,
  )
    ? 2
    : 1;
}
