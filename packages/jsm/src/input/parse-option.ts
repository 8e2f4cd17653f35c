import { InvalidArgumentError } from 'commander';
import { UsageError } from '../process/usage-error.js';

/** Parses the value of an option as a whole number above 0. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new InvalidArgumentError('It must be a whole number above 0.');
}

/** Parses the value of an option as a whole number. It may be negative. */
export function parseWholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('It must be a whole number.');
}

/** Parses the value of an option as a regular expression. */
export function parsePattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new UsageError(`"${text}" is not a regular expression`);
  }
}
