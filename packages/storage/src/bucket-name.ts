import { isBucketName, SymphonyError } from '@symphony-ts/contract';

/** @throws `INVALID_BUCKET` for a name that the server would refuse */
export function assertBucketName(bucket: string): void {
  if (isBucketName(bucket)) return;
  throw new SymphonyError('INVALID_BUCKET', { bucket, reason: 'not a bucket name' });
}
