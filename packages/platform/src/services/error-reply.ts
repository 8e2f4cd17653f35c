import { randomUUID } from 'node:crypto';
import { type Logger, logRefusal, type Refusal, refusalOf as readRefusal } from '@symphony-ts/contract';
import { ZodError } from 'zod';

/** Most issues in an answer. More of them would tell nothing new, and the answer has to fit into a message. */
const MOST_ISSUES = 50;

/**
 * The refusal of a request to the platform. A schema error becomes a wrong request; other errors are answered with their code.
 */
export function refusalOf(thrown: unknown, logger: Logger): Refusal {
  if (thrown instanceof ZodError) {
    const issues = thrown.issues.slice(0, MOST_ISSUES).map(({ path, message }) => ({ path: path.join('.'), message }));
    return {
      status: 400,
      body: { error: 'the request does not have the expected form', code: 'INVALID_REQUEST', details: issues },
    };
  }
  return readRefusal(thrown, {
    what: 'the request',
    logOf: 'the platform',
    newId: randomUUID,
    log: logRefusal(logger, 'a request'),
  });
}
