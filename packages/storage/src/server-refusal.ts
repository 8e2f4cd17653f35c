import { BucketNotFoundError, jetStreamCodes, SymphonyError } from '@symphony-ts/contract';

/** What the server answers where it refuses; `err_code` is the number in its table of errors. */
export interface ApiError {
  readonly err_code?: number | undefined;
  readonly description?: string | undefined;
}

/** What was refused. */
export interface Refused {
  readonly bucket: string;
  readonly operation: string;
  /** Of the value with its headers, for a write. */
  readonly bytes?: number | undefined;
  /** Largest value of the bucket, where it is known. */
  readonly maxValueBytes?: number | undefined;
}

/** A limit is reached: of the account, the server's memory or disk, the consumers, the streams, or the stream itself. */
const LIMITS: ReadonlySet<number> = new Set([10002, 10023, 10026, 10027, 10028, 10047, 10120, 10122]);

/** It passes: no leader or quorum, a peer that is not there, JetStream that starts or was shut off, too much at a time. */
const PASSING: ReadonlySet<number> = new Set([
  10008, 10009, 10039, 10075, 10076, 10118, 10119, 10158, 10163, 10167, 10194, 10195, 10210, 10211,
]);

/** True if the same request may be taken a moment later. */
export const isPassing = ({ err_code: code = 0 }: ApiError): boolean => PASSING.has(code);

/** A refusal of the server as an error that tells what was reached, and whether repeating can help. Pure. */
export function refusalError(error: ApiError, refused: Refused, cause?: Error): SymphonyError {
  const { bucket, operation, bytes = 0, maxValueBytes = 0 } = refused;
  const { err_code: code = 0, description = 'no reason given' } = error;
  const options = cause && { cause };
  if (code === jetStreamCodes.streamNotFound) return new BucketNotFoundError({ bucket }, options);
  if (code === jetStreamCodes.messageTooLarge) {
    const limit = `maxValueBytes of bucket '${bucket}'`;
    return new SymphonyError('PAYLOAD_TOO_LARGE', { bytes, maxBytes: maxValueBytes, limit }, options);
  }
  if (LIMITS.has(code) || (code === jetStreamCodes.storeFailed && isLimit(description))) {
    return new SymphonyError('STORAGE_FULL', { bucket, operation, limit: description }, options);
  }
  if (isPassing(error)) {
    return new SymphonyError('STORAGE_UNAVAILABLE', { bucket, operation, reason: description }, options);
  }
  return new SymphonyError('STORAGE_FAILED', { bucket, operation, reason: description }, options);
}

/** The server's code for a store that cannot take more is the same as for one that is broken. */
const isLimit = (description: string): boolean => /maximum|exceeded|insufficient|no space/i.test(description);
