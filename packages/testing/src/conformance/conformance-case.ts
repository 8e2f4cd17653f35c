import type { Schema } from '@symphony-ts/contract';
import type { KeyValueBucket } from '@symphony-ts/storage';

/** The bucket a case asks for; what it leaves out is the default of a declared bucket. */
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
