import {
  BucketNotFoundError,
  isBucketName,
  isReservedBucket,
  type ManifestBucket,
  type StorageOperation,
  SymphonyError,
  storageRight,
} from '@symphony-ts/contract';
import type { BucketAddress } from './account-bucket.js';

/** A registered extension and the buckets it has declared. */
export interface ExtensionBuckets {
  readonly prefix: string;
  readonly buckets: readonly ManifestBucket[];
}

/** The existing buckets. */
export interface KnownBuckets {
  readonly extensions: readonly ExtensionBuckets[];
  /** The candidates that exist, in the given order, because an extension may make buckets that it has not declared. */
  readonly existing: (candidates: readonly BucketAddress[]) => Promise<readonly BucketAddress[]>;
}

/** The caller: the extension, or the account of people with the rights of the user's key. */
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

/** The bucket that a caller asks for. */
export interface BucketWish {
  readonly bucket: string;
  readonly prefix?: string | undefined;
}

/**
 * The bucket that a caller means. With a prefix, it is that extension's. Otherwise it is the caller's own, then a declared
 * bucket of that name which the caller may use, then one that was made at run time.
 * @throws `PERMISSION_DENIED`, `BUCKET_NOT_FOUND`; `INVALID_REQUEST` when several extensions have a bucket of that name
 */
export async function resolveBucket(
  caller: StorageCaller,
  { bucket, prefix }: BucketWish,
  operation: StorageOperation,
  { extensions, existing }: KnownBuckets,
): Promise<BucketAddress> {
  if (isReservedBucket(bucket) || !isBucketName(bucket)) throw new BucketNotFoundError({ bucket });
  const isOpen = (address: BucketAddress): boolean => mayAccess(caller, address, operation);
  const addresses = (some: readonly ExtensionBuckets[]) =>
    some.map((extension) => ({ prefix: extension.prefix, bucket }));
  const possible = addresses(extensions);
  const declared = addresses(extensions.filter((extension) => declares(extension, bucket)));
  const of = async (owner: string): Promise<BucketAddress | undefined> => {
    const isOwned = (address: BucketAddress): boolean => address.prefix === owner;
    return declared.find(isOwned) ?? (await existing(possible.filter(isOwned)))[0];
  };

  if (prefix !== undefined && !isOpen({ prefix, bucket })) throw denied({ prefix, bucket }, operation);
  const owned = await of(prefix ?? caller.name);
  if (owned) return owned;
  if (prefix !== undefined) throw new BucketNotFoundError({ bucket });
  const open = declared.filter(isOpen);
  const [only, ...more] = open.length > 0 ? open : await existing(possible.filter(isOpen));
  if (!only) throw declared[0] ? denied({ prefix: '*', bucket }, operation) : new BucketNotFoundError({ bucket });
  if (more.length === 0) return only;
  const owners = [only, ...more].map(({ prefix }) => prefix).join(', ');
  throw new SymphonyError('INVALID_REQUEST', { reason: `several extensions have a bucket '${bucket}': ${owners}` });
}

const declares = ({ buckets }: ExtensionBuckets, name: string): boolean =>
  buckets.some((bucket) => bucket.name === name && !bucket.object_store);

const denied = ({ prefix, bucket }: BucketAddress, operation: StorageOperation): SymphonyError =>
  new SymphonyError('PERMISSION_DENIED', {
    operation: 'publish',
    subject: storageRight(operation, prefix, bucket),
  });
