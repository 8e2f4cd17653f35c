import { isSymphonyError, TimeoutError } from '@symphony-ts/contract';

/** The bucket of a write that got no answer. */
export interface SilentBucket {
  readonly bucket: string;
  /** `undefined` if the server did not report it. */
  readonly replicas?: number | undefined;
}

/**
 * The error of a write without an answer, if the server answered another question about the bucket in the meantime. It says so,
 * and names a possible cause: nats-server does not answer a write for which its disk has no room. Other errors are returned
 * unchanged.
 */
export function silentWriteError(error: Error, bucket: SilentBucket): Error;
export function silentWriteError(error: unknown, bucket: SilentBucket): unknown;
export function silentWriteError(error: unknown, { bucket, replicas }: SilentBucket): unknown {
  if (!isSymphonyError(error, 'TIMEOUT')) return error;
  const cause =
    replicas === 1
      ? 'the disk of its server may be full'
      : 'the disk of its leader may be full, or most of its copies away';
  const reason = `bucket '${bucket}' answers other questions but stores nothing, so ${cause}`;
  return new TimeoutError({ ...error.params, reason }, { cause: error.cause ?? error });
}
