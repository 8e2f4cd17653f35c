import { AuthenticationError } from '@symphony-ts/contract';
import { withoutStart } from '@symphony-ts/contract/internal';

/**
 * The reason in a platform's refusal of a token. The text of the platform begins with the words of `AUTHENTICATION_FAILED`, which
 * the error that reports the refusal has as well.
 */
export const tokenRefusal = (text: string): string =>
  withoutStart(text, new AuthenticationError({ address: 'the platform', reason: '' }).text);
