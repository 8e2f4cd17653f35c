/** One value of a key, as it was written. */
export interface KeyValueEntry<T = unknown> {
  readonly key: string;
  readonly value: T;
  /** Its number in the bucket; each write to any key of the bucket takes the next. */
  readonly revision: number;
  /** When the server stored it. */
  readonly created: Date;
  readonly operation: 'put';
}

/** A key that was taken away: `delete` keeps the older revisions, `purge` drops them. */
export interface KeyValueRemoval {
  readonly key: string;
  readonly value: undefined;
  readonly revision: number;
  readonly created: Date;
  readonly operation: 'delete' | 'purge';
}

/** What happened to a key; `operation` tells a value from a removal. */
export type KeyValueChange<T = unknown> = KeyValueEntry<T> | KeyValueRemoval;
