/** A word of a POSIX shell, in single quotes where it needs them: inside them, everything but a single quote stands for itself. */
export const quoteForShell = (word: string): string =>
  /^[\w./:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
