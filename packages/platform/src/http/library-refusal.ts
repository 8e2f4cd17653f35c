import { errorCode, type Refusal, toError } from '@symphony-ts/contract';

/** What the contract calls a status that the HTTP library gives. */
const codes: Readonly<Record<number, string>> = { 408: 'TIMEOUT', 413: 'PAYLOAD_TOO_LARGE' };

/** A refusal of the HTTP library in the contract's form. The library's own codes concern nobody who calls. */
export const refusalWith = (status: number, error: string): Refusal => ({
  status,
  body: { error, code: codes[status] ?? 'INVALID_REQUEST' },
});

/** Errors of the HTTP library itself (a malformed body, one too large) have a status below 500 and a text for the caller. */
export function libraryRefusal(thrown: unknown): Refusal | undefined {
  const error = toError(thrown);
  const status: unknown = Reflect.get(error, 'statusCode');
  const code = errorCode(error);
  if (typeof status !== 'number' || status < 400 || status > 499 || typeof code !== 'string') return undefined;
  return refusalWith(status, error.message);
}
