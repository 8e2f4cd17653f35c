/** A value of a bucket. @inferred */
export interface PageEntry<T = unknown> {
  /** The value, read as JSON. */
  readonly value: T;
  /** Pass it to `put` to write only if nobody else wrote meanwhile. */
  readonly revision: number;
  /** Present where the value is bytes that are not JSON: `value` is their base64. */
  readonly encoding?: 'base64';
}

/** A revision of a key. @inferred */
export interface PageChange<T = unknown> {
  /** The key that was written or deleted. */
  readonly key: string;
  /** A `delete` has no value. */
  readonly operation: 'put' | 'delete';
  /** The value, read as JSON. */
  readonly value?: T;
  /** Rises with each change of the bucket. */
  readonly revision: number;
  /** When it was written, ISO 8601. */
  readonly created: string;
}

/** @inferred */
export interface WriteOptions {
  /** Writes only if this is the key's revision; 0 for a key that has no value. Otherwise the write rejects with code 409. */
  readonly revision?: number;
}

/** A bucket of an extension, read and written with the rights of the person who looks at the page. @inferred */
export interface PageBucket {
  /** Resolves to `undefined` if the key has no value. */
  get<T = unknown>(key: string): Promise<PageEntry<T> | undefined>;
  /** Writes a value and resolves to its revision. */
  put(key: string, value: unknown, options?: WriteOptions): Promise<number>;
  /** Deletes a key. Deleting a key that has no value is not an error. */
  delete(key: string, options?: WriteOptions): Promise<void>;
  /** The keys that match `filter`, such as `item.*`. Default: all. */
  keys(filter?: string): Promise<string[]>;
  /** The revisions that the bucket keeps of a key, the oldest first. */
  history<T = unknown>(key: string): Promise<PageChange<T>[]>;
  /** What keys that match `filter` hold now, and each change that follows, until `signal` aborts. */
  watch<T = unknown>(filter?: string, options?: { readonly signal?: AbortSignal }): AsyncIterable<PageChange<T>>;
}
