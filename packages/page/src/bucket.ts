/** A value of a bucket. @inferred */
export interface PageEntry<T = unknown> {
  /** The value, decoded as JSON. */
  readonly value: T;
  /** Revision of the value. Pass it to `put`, so that the write fails if another client has written in the meantime. */
  readonly revision: number;
  /** Set if the value is bytes that are not JSON. `value` is then their base64. */
  readonly encoding?: 'base64';
}

/** A revision of a key. @inferred */
export interface PageChange<T = unknown> {
  /** The key that was written or deleted. */
  readonly key: string;
  /** Kind of the change. A `delete` has no value. */
  readonly operation: 'put' | 'delete';
  /** The value, decoded as JSON. */
  readonly value?: T;
  /** Revision of the change. It rises with each change of the bucket. */
  readonly revision: number;
  /** Time of the change, ISO 8601. */
  readonly created: string;
}

/** @inferred */
export interface WriteOptions {
  /** The revision that the key must have; 0 for a key without a value. Otherwise the write rejects with code 409. */
  readonly revision?: number;
}

/** A bucket of an extension. The page reads and writes it with the rights of the person who looks at the page. @inferred */
export interface PageBucket {
  /** Reads a key. Resolves to `undefined` if the key has no value. */
  get<T = unknown>(key: string): Promise<PageEntry<T> | undefined>;
  /** Writes a value. Resolves to its revision. */
  put(key: string, value: unknown, options?: WriteOptions): Promise<number>;
  /** Deletes a key. It is not an error if the key has no value. */
  delete(key: string, options?: WriteOptions): Promise<void>;
  /** Lists the keys that match `filter`, such as `item.*`. Default: all keys. */
  keys(filter?: string): Promise<string[]>;
  /** Lists the stored revisions of a key, the oldest first. */
  history<T = unknown>(key: string): Promise<PageChange<T>[]>;
  /** Delivers the present values of the keys that match `filter`, then each change, until `signal` aborts. */
  watch<T = unknown>(filter?: string, options?: { readonly signal?: AbortSignal }): AsyncIterable<PageChange<T>>;
}
