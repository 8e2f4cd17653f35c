import { randomUUID } from 'node:crypto';
import { logRefusal, refusalOf as readRefusal, type Logger, type Refusal } from '@symphony-ts/contract';
import { ZodError } from 'zod';

/** What a request to the platform is refused with: the form of a request that misses its schema, else what was thrown. */
export function refusalOf(thrown: unknown, logger: Logger): Refusal {
  if (thrown instanceof ZodError) {
    const issues = thrown.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
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
