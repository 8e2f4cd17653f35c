import type { Schema } from '@symphony-ts/contract';
import type { KeyValueBucket } from '@symphony-ts/storage';

/** The bucket that a case needs. Omitted options have the defaults of a declared bucket. */
export interface BucketRecipe {
  readonly ttl?: number;
  readonly history?: number;
  readonly maxBytes?: number;
  readonly schema?: Schema;
  readonly raw?: boolean;
}

/** Makes a fresh, empty bucket. The case names the type of its values, as the recipe's schema or `raw` has it. */
export type MakeBucket = <T = unknown>(recipe: BucketRecipe) => Promise<KeyValueBucket<T>>;

/** One promise that every implementation of `KeyValueBucket` keeps. */
export interface ConformanceCase {
  /** Finishes the sentence "it …". */
  readonly title: string;
  readonly run: (make: MakeBucket) => Promise<void>;
}

/** A bucket, and the link between it and its values. */
export interface LinkedBucket<T> {
  readonly bucket: KeyValueBucket<T>;
  /** Breaks the link; resolves once the bucket knows. */
  readonly disconnect: () => Promise<void>;
  /** Restores the link. */
  readonly reconnect: () => Promise<void>;
}

/** Makes a new, empty bucket whose connection can be broken. Its calls take at most `timeoutMs`. */
export type MakeLinkedBucket = <T = unknown>(recipe: { readonly timeoutMs: number }) => Promise<LinkedBucket<T>>;
