import { errorCode, type Refusal, toError } from '@symphony-ts/contract';

/** The contract's code for a status of the HTTP library. */
const codes: Readonly<Record<number, string>> = { 408: 'TIMEOUT', 413: 'PAYLOAD_TOO_LARGE' };

/** A refusal of the HTTP library in the contract's form. The library's own codes mean nothing to a caller. */
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
