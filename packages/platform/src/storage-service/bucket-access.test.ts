import { describe, expect, it } from '@jest/globals';
import { ManifestBucket } from '@symphony-ts/contract';
import { resolveBucket, type DeclaredBucket, type StorageCaller } from './bucket-access.js';

const bucket = (prefix: string, name: string, more: Partial<ManifestBucket> = {}): DeclaredBucket => ({
  prefix,
  bucket: ManifestBucket.parse({ name, ...more }),
});
const declared = [
  bucket('orders', 'items'),
  bucket('billing', 'items'),
  bucket('billing', 'bills'),
  bucket('billing', 'scans', { object_store: true }),
];
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
  ])('finds %s', (_, who, wish, prefix) => {
    expect(resolveBucket(who, wish, 'get', declared)).toEqual({ prefix, bucket: wish.bucket });
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
  ])('refuses %j to %j with %s', (who, wish, code) => {
    expect(() => resolveBucket(who, wish, 'get', declared)).toThrow(expect.objectContaining({ code }));
  });
});
