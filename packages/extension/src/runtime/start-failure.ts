import { isError, SymphonyError, toError } from '@symphony-ts/contract';

/**
 * What a start fails with where code of the author threw `thrown`: an error as it is. A value that is not an error tells neither what
 * it is nor where it comes from, so it becomes the cause of `STARTUP_FAILED`, which names the code.
 */
export const startFailure = (thrown: unknown, what: string): Error =>
  isError(thrown)
    ? thrown
    : new SymphonyError('STARTUP_FAILED', { what, reason: toError(thrown).message }, { cause: thrown });
