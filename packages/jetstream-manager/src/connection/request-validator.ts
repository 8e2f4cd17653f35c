import { JetStreamManagerError } from '../errors/manager-error.js';

/** A field of a request that is not as the schema wants it. */
export interface RequestProblem {
  /** The field, as a path: `config.max_age`. Empty for the request as a whole. */
  readonly field: string;
  /** What is wrong there. */
  readonly message: string;
}

/**
 * Checks what a manager is about to send. `type` is the message type, such as
 * `io.nats.jetstream.api.v1.stream_create_request`. An empty result means the request is in order.
 */
export type RequestValidator = (type: string, request: unknown) => readonly RequestProblem[];

/** Throws `INVALID_REQUEST` that names each field in `problems`; does nothing where there are none. */
export function assertNoProblems(subject: string, type: string, problems: readonly RequestProblem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ field, message }) => `${field || 'the request'}: ${message}`);
  throw new JetStreamManagerError('INVALID_REQUEST', `${subject} would carry an invalid ${type}: ${lines.join(', ')}`, {
    details: { subject, type, problems },
  });
}
