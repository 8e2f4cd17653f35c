import { InvalidArgumentError } from 'commander';

/** The whole number that an option names; it may be negative. */
export function parseWholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('It must be a whole number.');
}
