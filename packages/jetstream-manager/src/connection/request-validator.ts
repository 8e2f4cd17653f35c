import { JetStreamManagerError } from '../errors/manager-error.js';

/** A field of a request that violates its schema. */
export interface RequestProblem {
  /** The path of the field, such as `config.max_age`. Empty for the whole request. */
  readonly field: string;
  /** The problem of the field. */
  readonly message: string;
}

/**
 * Checks a request before a manager sends it. `type` is the message type, such as
 * `io.nats.jetstream.api.v1.stream_create_request`. An empty result means that the request is valid.
 */
export type RequestValidator = (type: string, request: unknown) => readonly RequestProblem[];

/** Throws `INVALID_REQUEST`, which names each field in `problems`. Does nothing if there are none. */
export function assertNoProblems(subject: string, type: string, problems: readonly RequestProblem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ field, message }) => `${field || 'the request'}: ${message}`);
  throw new JetStreamManagerError('INVALID_REQUEST', `${subject} would carry an invalid ${type}: ${lines.join(', ')}`, {
    details: { subject, type, problems },
  });
}
