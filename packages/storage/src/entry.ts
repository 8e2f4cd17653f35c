/** One value of a key. */
export interface KeyValueEntry<T = unknown> {
  /** Key of the entry. */
  readonly key: string;
  /** The value, checked by the schema if there is one. */
  readonly value: T;
  /** Revision of the value. Each write to the bucket gets the next number. */
  readonly revision: number;
  /** When the server stored the value. */
  readonly created: Date;
  /** Distinguishes an entry from a removal. */
  readonly operation: 'put';
}

/** The removal of a key. */
export interface KeyValueRemoval {
  /** Key that was removed. */
  readonly key: string;
  /** A removal has no value. */
  readonly value: undefined;
  /** Revision of the removal. */
  readonly revision: number;
  /** When the key was removed. */
  readonly created: Date;
  /** `delete` keeps the older revisions of the key; `purge` removes them. */
  readonly operation: 'delete' | 'purge';
}

/** A change of a key. `operation` distinguishes a value from a removal. */
export type KeyValueChange<T = unknown> = KeyValueEntry<T> | KeyValueRemoval;
