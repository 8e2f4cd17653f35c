import { type Mistake, type NoSchema, type Schema, withoutUndefined } from '@symphony-ts/contract';
import type { KeyValueBucket } from '@symphony-ts/storage';
import type { BucketOptions } from '../metadata/bucket-options.js';
import { append } from '../metadata/store.js';
import type { Class } from '../model/extension-model.js';
import { assertCalled } from './assert-called.js';
import { assertLegacy } from './assert-legacy.js';
import type { Given, MaybeSchema } from './handler-check.js';
import { recordMisplaced } from './record-misplaced.js';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** Requires exactly the type of the schema: with a wider type, a handler could write incomplete values. */
type CheckBucket<P, V> = unknown extends P
  ? Mistake<'@Bucket needs a KeyValueBucket parameter', KeyValueBucket<V>, P>
  : [P] extends [KeyValueBucket<infer T>]
    ? KeyValueBucket<T> extends P
      ? unknown extends V
        ? unknown
        : Same<T, V> extends true
          ? unknown
          : Mistake<'KeyValueBucket<…> differs from the bucket schema', V, T>
      : Mistake<'@Bucket needs a KeyValueBucket parameter', KeyValueBucket<V>, P>
    : Mistake<'@Bucket needs a KeyValueBucket parameter', KeyValueBucket<V>, P>;

/** One type for both places: on a class it is called with one argument, on a constructor parameter with three. */
export type BucketDecorator<V> = <C extends Class, I extends number = never>(
  target: C,
  key?: undefined,
  index?: I & CheckBucket<ConstructorParameters<C>[I], V>,
) => void;

/**
 * Declares a bucket. On a constructor parameter, the bucket is injected as well. The platform creates or updates the bucket
 * when the extension registers. It discards data only if `allowShrink` permits it.
 */
export function Bucket<Q extends MaybeSchema = NoSchema, const Raw extends boolean = false>(
  name: string,
  options: BucketOptions<Q, Raw> = {},
): BucketDecorator<Raw extends true ? Uint8Array : Given<Q>> {
  assertCalled('@Bucket', [name, options]);
  const given = options as BucketOptions<Schema, boolean>;
  return (target: Class | object, member?: string, index?: number): void => {
    assertLegacy(member);
    if (typeof target === 'function' && member === undefined) {
      append(target as Class, { kind: 'bucket', name, options: given, ...withoutUndefined({ index }) });
      return;
    }
    recordMisplaced('bucket', { target, member }, 'put it on the class or on a constructor parameter');
  };
}
