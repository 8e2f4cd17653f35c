import { UsageError } from '../process/usage-error.js';

/** The regular expression that an option names. */
export function parsePattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new UsageError(`"${text}" is no regular expression`);
  }
}
