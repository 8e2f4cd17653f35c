/** A value of a bucket. @inferred */
export interface PageEntry<T = unknown> {
  /** The value, read as JSON. */
  readonly value: T;
  /** Pass it to `put` to write only if nobody else wrote meanwhile. */
  readonly revision: number;
}

/** A bucket of an extension, read and written with the rights of the person who looks at the page. @inferred */
export interface PageBucket {
  /** Resolves to `undefined` if the key has no value. */
  get<T = unknown>(key: string): Promise<PageEntry<T> | undefined>;
  /** Writes a value and resolves to its revision. */
  put(key: string, value: unknown): Promise<number>;
  /** Deletes a key. Deleting a key that has no value is not an error. */
  delete(key: string): Promise<void>;
  /** The keys that match `filter`, such as `item.*`; default all. */
  keys(filter?: string): Promise<string[]>;
}
