import { BucketNotFoundError, jetStreamCodes, SymphonyError } from '@symphony-ts/contract';

/** The server's answer when it refuses. `err_code` is the number in its table of errors. */
export interface ApiError {
  readonly err_code?: number | undefined;
  readonly description?: string | undefined;
}

/** The refused operation. */
export interface Refused {
  readonly bucket: string;
  readonly operation: string;
  /** The size of the value with its headers, for a write. */
  readonly bytes?: number | undefined;
  /** The largest value of the bucket, if it is known. */
  readonly maxValueBytes?: number | undefined;
}

const SERVER_STORE = "JetStream's storage on the server (max_file_store, max_memory_store), or its disk";

/** Reached limits by the server's codes. For most of them, the server's own text does not name the setting. */
const LIMITS: ReadonlyMap<number, string> = new Map([
  [10002, "JetStream's limits of the account"],
  [10023, SERVER_STORE],
  [10026, 'the number of consumers (max_consumers of the stream or of the account)'],
  [10027, 'the number of streams (max_streams of the account)'],
  [10028, "JetStream's memory on the server (max_memory_store)"],
  [10047, SERVER_STORE],
  [10120, "JetStream's limits of the account for this number of copies"],
  [10122, 'the size that a stream may reserve (max_bytes of the account)'],
]);

/** Temporary problems: no leader or quorum, a missing peer, JetStream starting or stopped, too much at once. */
const PASSING: ReadonlySet<number> = new Set([
  10008, 10009, 10039, 10075, 10076, 10118, 10119, 10158, 10163, 10167, 10194, 10195, 10210, 10211,
]);

/** Things that the stream or the server does not permit: roll-ups, consumers of a work queue, replicas, a sealed stream. */
const REFUSED: ReadonlySet<number> = new Set([
  10052, 10055, 10061, 10065, 10074, 10084, 10094, 10098, 10099, 10100, 10101, 10109, 10110, 10111, 10113, 10166,
]);

/** Whether the server may accept the same request a moment later. */
export const isPassing = ({ err_code: code = 0 }: ApiError): boolean => PASSING.has(code);

/** True if a key is not at the revision that a write expects. */
export const isConflict = ({ err_code: code }: ApiError): boolean =>
  code === jetStreamCodes.wrongLastSequence || code === jetStreamCodes.wrongLastSequenceUnknown;

/** Turns a refusal of the server into an error that names the limit, and says whether a retry can help. Pure. */
export function refusalError(error: ApiError, refused: Refused, cause?: Error): SymphonyError {
  const { bucket, operation, bytes = 0, maxValueBytes = 0 } = refused;
  const { err_code: code = 0, description = 'no reason given' } = error;
  const options = cause && { cause };
  if (code === jetStreamCodes.streamNotFound) return new BucketNotFoundError({ bucket }, options);
  if (code === jetStreamCodes.messageTooLarge) {
    const limit = `maxValueBytes of bucket '${bucket}'`;
    return new SymphonyError('PAYLOAD_TOO_LARGE', { bytes, maxBytes: maxValueBytes, limit }, options);
  }
  const limit = LIMITS.get(code) ?? (code === jetStreamCodes.storeFailed ? limitOf(description) : undefined);
  if (limit !== undefined) {
    return new SymphonyError('STORAGE_FULL', { bucket, operation, limit: `${description}: ${limit}` }, options);
  }
  if (isPassing(error)) {
    return new SymphonyError('STORAGE_UNAVAILABLE', { bucket, operation, reason: description }, options);
  }
  const kind = REFUSED.has(code) ? 'STORAGE_REFUSED' : 'STORAGE_FAILED';
  return new SymphonyError(kind, { bucket, operation, reason: description }, options);
}

/** The server uses the same code for a full store and for a broken one. */
function limitOf(description: string): string | undefined {
  if (/no space/i.test(description)) return "the disk of JetStream's storage";
  if (/maximum messages/i.test(description)) return 'the number of messages that the stream of the bucket may hold';
  if (/maximum bytes/i.test(description)) return 'the size of the bucket (maxBytes)';
  return /maximum|exceeded|insufficient/i.test(description) ? 'a limit of the stream of the bucket' : undefined;
}
