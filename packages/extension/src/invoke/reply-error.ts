import { type ErrorCode, type Logger, logRefusal, type Refusal, refusalOf } from '@symphony-ts/contract';

/** Codes whose text the caller may read. All other errors stay in the log, because they concern only the extension. */
const publicCodes: ReadonlySet<ErrorCode> = new Set([
  'INVALID_INPUT',
  'INVALID_REQUEST',
  'HANDLER_TIMEOUT',
  'ABORTED',
  'OVERLOADED',
  'UNKNOWN_COMMAND',
  'TIMEOUT',
  'NO_RESPONDERS',
]);

export interface ErrorContext {
  readonly member: string;
  readonly logger: Logger;
  readonly newId: () => string;
}

/**
 * Turns anything a handler throws into the answer for its caller. An `EndpointError` speaks for itself; invalid input is 400
 * with its issues; an outbound call without an answer is 503; the rest is 500 with an id under which the log has the details.
 */
export const answerFor = (thrown: unknown, { member, logger, newId }: ErrorContext): Refusal =>
  refusalOf(thrown, {
    what: 'the handler',
    logOf: 'the extension',
    newId,
    log: logRefusal(logger, member),
    isPublic: ({ code }) => publicCodes.has(code),
  });
