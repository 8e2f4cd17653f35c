import { diffLines } from 'diff';

const normal = (text: string): string => `${text.replaceAll('\r\n', '\n').trimEnd()}\n`;

/** The lines that differ: `-` for the old ones, `+` for the new ones. */
export const lineDiff = (before: string, after: string): string =>
  diffLines(normal(before), normal(after))
    .filter((part) => part.added || part.removed)
    .flatMap((part) =>
      part.value
        .trimEnd()
        .split('\n')
        .map((line) => `${part.added ? '+' : '-'} ${line}`),
    )
    .join('\n');
