import { stripVTControlCharacters } from 'node:util';

/** The place in a file that the compiler cannot read, and the reason. */
export interface SyntaxFailure {
  /** `file:line`, or only the line if the compiler does not know the file. Empty if it names no place. */
  readonly where: string;
  readonly text: string;
}

/** The compiler's message without the trace of its own internals. */
export const withoutTrace = (message: string): string =>
  (stripVTControlCharacters(message).split(/\n\s*Caused by:/)[0] ?? '').replace(/^\s*[x×]\s+/, '').trimEnd();

/** Reads the compiler's message: a sentence, then a drawing of the place for a terminal. */
export function readSyntaxFailure(message: string): SyntaxFailure {
  const drawing = withoutTrace(message);
  const place = /[,╭][-─]+\[(.*\d+):\d+\]/.exec(drawing);
  return { where: place?.[1] ?? '', text: drawing.split('\n')[0]?.trim() ?? '' };
}
