/** A word for a POSIX shell, in single quotes if it needs them. Inside them, only a single quote has a special meaning. */
export const quoteForShell = (word: string): string =>
  /^[\w./:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
