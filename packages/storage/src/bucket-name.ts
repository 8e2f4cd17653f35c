import { isBucketName, SymphonyError } from '@symphony-ts/contract';

/** @throws INVALID_BUCKET for a name the server would not take */
export function assertBucketName(bucket: string): void {
  if (isBucketName(bucket)) return;
  throw new SymphonyError('INVALID_BUCKET', { bucket, reason: 'not a bucket name' });
}
