import { isError, SymphonyError, toError } from '@symphony-ts/contract';

/**
 * The error of a start after the author's code threw `thrown`. An error is returned unchanged. Another value shows neither what
 * it means nor where it comes from, so it becomes the cause of `STARTUP_FAILED`, which names the code that threw it.
 */
export const startFailure = (thrown: unknown, what: string): Error =>
  isError(thrown)
    ? thrown
    : new SymphonyError('STARTUP_FAILED', { what, reason: toError(thrown).message }, { cause: thrown });
