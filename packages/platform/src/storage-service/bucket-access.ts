import {
  BucketNotFoundError,
  SymphonyError,
  isReservedBucket,
  storageRight,
  type ManifestBucket,
  type StorageOperation,
} from '@symphony-ts/contract';
import type { BucketAddress } from './account-bucket.js';

/** A bucket as its extension has declared it. */
export interface DeclaredBucket {
  readonly prefix: string;
  readonly bucket: ManifestBucket;
}

/** Who asks: the extension, or the people's account, and what rights the key of the user holds. */
export interface StorageCaller {
  readonly name: string;
  readonly holds: (right: string) => boolean;
}

/** An extension may do anything with its own buckets; for any other bucket a key needs the right to that operation. */
export const mayAccess = (
  caller: StorageCaller,
  { prefix, bucket }: BucketAddress,
  operation: StorageOperation,
): boolean => caller.name === prefix || caller.holds(storageRight(operation, prefix, bucket));

/** What a caller asks to work with. */
export interface BucketWish {
  readonly bucket: string;
  readonly prefix?: string | undefined;
}

/**
 * The one bucket a caller means: that of the prefix it names, else its own, else the one of that name which it may use.
 * @throws PERMISSION_DENIED, BUCKET_NOT_FOUND, INVALID_REQUEST where several extensions have one of that name
 */
export function resolveBucket(
  caller: StorageCaller,
  wish: BucketWish,
  operation: StorageOperation,
  declared: readonly DeclaredBucket[],
): BucketAddress {
  const { bucket } = wish;
  if (isReservedBucket(bucket)) throw new BucketNotFoundError({ bucket });
  const named = declared.filter((one) => one.bucket.name === bucket && !one.bucket.object_store);
  const own = named.find(({ prefix }) => prefix === caller.name);
  const prefix = wish.prefix ?? own?.prefix;
  if (prefix !== undefined) {
    const address = { prefix, bucket };
    if (!mayAccess(caller, address, operation)) throw denied(address, operation);
    if (!named.some((one) => one.prefix === prefix)) throw new BucketNotFoundError({ bucket });
    return address;
  }
  const open = named.map((one) => ({ prefix: one.prefix, bucket })).filter((one) => mayAccess(caller, one, operation));
  const [only, ...more] = open;
  if (!only) throw named[0] ? denied({ prefix: '*', bucket }, operation) : new BucketNotFoundError({ bucket });
  if (more.length === 0) return only;
  const owners = open.map((one) => one.prefix).join(', ');
  throw new SymphonyError('INVALID_REQUEST', { reason: `several extensions have a bucket '${bucket}': ${owners}` });
}

const denied = ({ prefix, bucket }: BucketAddress, operation: StorageOperation): SymphonyError =>
  new SymphonyError('PERMISSION_DENIED', {
    operation: 'publish',
    subject: storageRight(operation, prefix, bucket),
  });
