import { describe, expect, it } from '@jest/globals';
import { ManifestBucket } from '@symphony-ts/contract';
import type { BucketAddress } from './account-bucket.js';
import { type ExtensionBuckets, type KnownBuckets, resolveBucket, type StorageCaller } from './bucket-access.js';

const extension = (prefix: string, ...buckets: (string | Partial<ManifestBucket>)[]): ExtensionBuckets => ({
  prefix,
  buckets: buckets.map((bucket) => ManifestBucket.parse(typeof bucket === 'string' ? { name: bucket } : bucket)),
});
/** A bucket that was created at run time. */
const made = ['orders drafts', 'billing drafts', 'billing notes', 'stock items', 'stock bills'];
const known: KnownBuckets = {
  extensions: [
    extension('orders', 'items'),
    extension('billing', 'items', 'bills', { name: 'scans', object_store: true }),
    extension('stock'),
  ],
  existing: (candidates: readonly BucketAddress[]) =>
    Promise.resolve(candidates.filter(({ prefix, bucket }) => made.includes(`${prefix} ${bucket}`))),
};
const right = (text: string) => `cirata.services.storage.${text}`;
const caller = (name: string, ...rights: string[]): StorageCaller => ({
  name,
  holds: (asked) => rights.map(right).includes(asked),
});
const person = (...rights: string[]) => caller('_people', ...rights);

describe('resolveBucket', () => {
  it.each([
    ['its own bucket', caller('orders'), { bucket: 'items' }, 'orders'],
    ['its own bucket by prefix', caller('orders'), { bucket: 'items', prefix: 'orders' }, 'orders'],
    ['its own before another it may read', caller('orders', 'get.billing.items'), { bucket: 'items' }, 'orders'],
    ['another by prefix', caller('orders', 'get.billing.items'), { bucket: 'items', prefix: 'billing' }, 'billing'],
    ['the one it may read', person('get.billing.items'), { bucket: 'items' }, 'billing'],
    ['the only one', person('get.billing.bills'), { bucket: 'bills' }, 'billing'],
    ['one made at run time', person('get.billing.notes'), { bucket: 'notes' }, 'billing'],
    ['one made at run time by prefix', person('get.orders.drafts'), { bucket: 'drafts', prefix: 'orders' }, 'orders'],
    ['its own made at run time', caller('stock', 'get.billing.bills'), { bucket: 'bills' }, 'stock'],
    ['a declared one first', person('get.billing.bills', 'get.stock.bills'), { bucket: 'bills' }, 'billing'],
    ['past a declared one that is closed', person('get.stock.items'), { bucket: 'items' }, 'stock'],
  ])('finds %s', async (_, who, wish, prefix) => {
    await expect(resolveBucket(who, wish, 'get', known)).resolves.toEqual({ prefix, bucket: wish.bucket });
  });

  it.each([
    [person(), { bucket: 'items' }, 'PERMISSION_DENIED'],
    [person('put.orders.items'), { bucket: 'items' }, 'PERMISSION_DENIED'],
    [person('get.orders.items'), { bucket: 'items', prefix: 'billing' }, 'PERMISSION_DENIED'],
    [caller('orders'), { bucket: 'bills' }, 'PERMISSION_DENIED'],
    [caller('orders'), { bucket: 'items', prefix: 'billing' }, 'PERMISSION_DENIED'],
    [person('get.orders.absent'), { bucket: 'absent' }, 'BUCKET_NOT_FOUND'],
    [caller('orders'), { bucket: 'absent', prefix: 'orders' }, 'BUCKET_NOT_FOUND'],
    [caller('orders'), { bucket: 'symphony_status' }, 'BUCKET_NOT_FOUND'],
    [caller('billing'), { bucket: 'scans' }, 'BUCKET_NOT_FOUND'],
    [person('get.orders.items', 'get.billing.items'), { bucket: 'items' }, 'INVALID_REQUEST'],
    [person('get.orders.drafts', 'get.billing.drafts'), { bucket: 'drafts' }, 'INVALID_REQUEST'],
    [person('get.orders.items'), { bucket: 'notes', prefix: 'billing' }, 'PERMISSION_DENIED'],
    [person('get.orders.items'), { bucket: 'notes' }, 'BUCKET_NOT_FOUND'],
    [person('get.nobody.notes'), { bucket: 'notes', prefix: 'nobody' }, 'BUCKET_NOT_FOUND'],
    [caller('orders'), { bucket: '*' }, 'BUCKET_NOT_FOUND'],
  ])('refuses %j to %j with %s', async (who, wish, code) => {
    await expect(resolveBucket(who, wish, 'get', known)).rejects.toMatchObject({ code });
  });
});
