import {
  InvalidConfigurationError,
  isError,
  isSymphonyError,
  NoRespondersError,
  SymphonyError,
  TimeoutError,
  toError,
} from '@symphony-ts/contract';
import { readPermissionViolation } from './link.js';

/** The message that could not be sent. */
export interface FailedSend {
  readonly subject: string;
  readonly timeoutMs?: number;
  readonly bytes: number;
  /** The size limit of one message on the server. */
  readonly maxBytes: number;
}

/**
 * Converts an error of nats.js: not permitted, too large, closed, invalid subject, no responders, timeout. Errors of the project
 * and unknown errors stay unchanged.
 */
export function sendFailure(thrown: unknown, { subject, timeoutMs = 0, bytes, maxBytes }: FailedSend): Error {
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
      // Headers count as well, and only the library knows their length.
      return /max_payload/.test(cause.message)
        ? new SymphonyError('PAYLOAD_TOO_LARGE', { bytes, maxBytes }, { cause })
        : cause;
    default:
      return cause.message === 'connection closed'
        ? new SymphonyError('CONNECTION_CLOSED', { what: subject }, { cause })
        : cause;
  }
}

function innermostName(error: Error): string {
  if (isSymphonyError(error)) return '';
  return error.name === 'RequestError' && isError(error.cause) ? error.cause.name : error.name;
}
