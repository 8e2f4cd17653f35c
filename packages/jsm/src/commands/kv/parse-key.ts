import { InvalidArgumentError } from 'commander';

/** Parses the key of a value. Without this check a key with an empty part would go to a subject that nobody stores. */
export function parseKey(text: string): string {
  if (/^[-/=\w]+(?:\.[-/=\w]+)*$/.test(text)) return text;
  throw new InvalidArgumentError(
    'A key has letters, digits, and the characters - / = _ between single dots; it has no wildcards.',
  );
}
