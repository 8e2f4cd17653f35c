import { randomBytes } from 'node:crypto';

/** Returns random ids as hex digits. */
export type IdSource = (bytes: number) => string;

/** Makes digits in advance, because asking for a few random bytes takes nearly as long as asking for thousands. */
export function createIdSource(): IdSource {
  let digits = '';
  return (bytes) => {
    if (digits.length < bytes * 2) digits = randomBytes(4_096).toString('hex');
    const id = digits.slice(0, bytes * 2);
    digits = digits.slice(bytes * 2);
    return id;
  };
}
