import { randomUUID } from 'node:crypto';
import { SymphonyError, isSymphonyError, toError, type ErrorReply, type Logger } from '@symphony-ts/contract';
import { ZodError } from 'zod';

/** An error in the form in which a caller sees it. */
export interface Refusal {
  readonly status: number;
  readonly body: ErrorReply;
}

const details = (error: SymphonyError): unknown => {
  const { params } = error;
  if ('problems' in params) return params.problems;
  return 'issues' in params ? params.issues : undefined;
};

/**
 * Any thrown value as an answer. What the project means to say is said; anything else becomes an id, under which the log
 * has the rest.
 */
export function refusalOf(thrown: unknown, logger: Logger): Refusal {
  const error = toError(thrown);
  if (isSymphonyError(error)) {
    const more = details(error);
    const body = { error: error.text, code: error.code, ...(more === undefined ? {} : { details: more }) };
    return { status: error.status, body };
  }
  if (error instanceof ZodError) {
    const issues = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    return {
      status: 400,
      body: { error: 'the request does not have the expected form', code: 'INVALID_REQUEST', details: issues },
    };
  }
  const id = randomUUID();
  logger.error('a request failed', { id, reason: error.message, stack: error.stack });
  return { status: 500, body: { error: 'internal error', code: 500, id } };
}
