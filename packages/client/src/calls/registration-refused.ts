import { SymphonyError } from '@symphony-ts/contract';

/**
 * What a platform says against a registration or a key, as `REGISTRATION_REFUSED`. What it says often begins with the words
 * that this begins with itself; they are said once.
 */
export function registrationRefused(prefix: string, cause: SymphonyError<'REMOTE_ERROR'>): SymphonyError {
  const { description } = cause.params;
  const { text } = new SymphonyError('REGISTRATION_REFUSED', { prefix, reason: '' });
  const reason = description.startsWith(text) ? description.slice(text.length) : description;
  return new SymphonyError('REGISTRATION_REFUSED', { prefix, reason }, { cause });
}
