import {
  ConnectionError,
  InvalidConfigurationError,
  NoRespondersError,
  isError,
  SymphonyError,
  TimeoutError,
  toError,
} from '@symphony-ts/contract';
import { readPermissionViolation } from '../nats/nats-failure.js';

/** What was tried when a call failed. */
export interface FailedCall {
  readonly subject: string;
  readonly timeoutMs: number;
  readonly bytes: number;
  readonly maxBytes: number;
}

/** An error of nats.js as ours: nobody there, too late, not permitted, closed, or not a subject. */
export function callFailure(thrown: unknown, { subject, timeoutMs, bytes, maxBytes }: FailedCall): Error {
  const violation = readPermissionViolation(thrown);
  if (violation) return violation;
  const cause = toError(thrown);
  switch (innermostName(cause)) {
    case 'NoResponders':
      return new NoRespondersError({ subject }, { cause });
    case 'TimeoutError':
      return new TimeoutError({ subject, timeoutMs }, { cause });
    case 'ClosedConnectionError':
    case 'DrainingConnectionError':
      return new SymphonyError('CONNECTION_CLOSED', { what: subject }, { cause });
    case 'InvalidSubjectError':
      return new InvalidConfigurationError({ setting: 'subject', reason: `'${subject}' cannot be sent to` }, { cause });
    case 'InvalidArgumentError':
      // Headers count too, and only the library knows how long they get.
      return /max_payload/.test(cause.message)
        ? new SymphonyError('PAYLOAD_TOO_LARGE', { bytes, maxBytes }, { cause })
        : cause;
    default:
      return byMessage(cause, subject);
  }
}

/** What the library tells by its words alone. */
function byMessage(cause: Error, subject: string): Error {
  switch (cause.message) {
    case 'connection closed':
      return new SymphonyError('CONNECTION_CLOSED', { what: subject }, { cause });
    case 'connection disconnected':
      return new ConnectionError({ address: 'NATS', reason: `lost while sending to ${subject}` }, { cause });
    default:
      return cause;
  }
}

function innermostName(error: Error): string {
  return error.name === 'RequestError' && isError(error.cause) ? error.cause.name : error.name;
}
