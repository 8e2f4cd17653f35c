import type { BatchEntries, BatchOptions, BatchResult, Keys } from './batch.js';
import type { KeyValueChange, KeyValueEntry } from './entry.js';

/** Options of one call. */
export interface CallOptions {
  /** Ends the call: it rejects with `ABORTED`. What was already sent may still be done. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of `get`. */
export interface GetOptions extends CallOptions {
  /** Reads this revision of the key instead of its latest one, if the bucket still keeps it. */
  readonly revision?: number | undefined;
  /**
   * True asks the leader of the bucket, so that the value is at least as new as every write that was acknowledged to
   * anybody before. Default false: any copy may answer, as long as it is not behind what this connection has written or read.
   */
  readonly consistent?: boolean | undefined;
}

/** Options of `delete` and `purge`. */
export interface RemoveOptions extends CallOptions {
  /** Removes the key only if it is at this revision. Otherwise the call rejects with `REVISION_CONFLICT`. */
  readonly revision?: number | undefined;
}

/** Options of calls that read many entries. */
export interface ReadManyOptions extends CallOptions {
  /**
   * Receives the error of each entry that does not fit the schema; the entry is omitted. Default: the call rejects with
   * `INVALID_VALUE`.
   */
  readonly onInvalid?: ((error: Error) => void) | undefined;
}

/** Options of `watch`. */
export interface WatchOptions extends ReadManyOptions {
  /** Ends the watch: the loop ends, without an error. */
  readonly signal?: AbortSignal | undefined;
  /** `values` (default) begins with what the keys hold now, `none` with the next change. */
  readonly initial?: 'values' | 'none' | undefined;
  /** Begins with the first change after this revision that the bucket still keeps. `initial` has no effect then. */
  readonly since?: number | undefined;
  /** Called once, after the watch has delivered everything that was in the bucket at its start. */
  readonly onInitialDone?: (() => void) | undefined;
  /**
   * Called when changes may have been missed: the bucket was deleted and made again, or lost its store. The watch begins
   * again with what the keys hold now; keys that are gone since are not reported.
   */
  readonly onGap?: (() => void) | undefined;
}

/**
 * A typed bucket of keys and values over JetStream. JSON unless it was opened `raw`; with a schema each value is checked
 * on its way in and out.
 *
 * Keys are visible ASCII in parts joined by dots, such as `item:123` or `orders.2024.17`; other clients may refuse
 * characters that are taken here (nats.js's own KV refuses the colon). Filters are keys in which `*` stands for one part
 * and a last `>` for the rest.
 *
 * Every call rejects with `INVALID_KEY`, `BUCKET_NOT_FOUND`, `TIMEOUT`, `PERMISSION_DENIED`, `CONNECTION_CLOSED`,
 * `STORAGE_FAILED` or `ABORTED` where that is the cause; reads and writes of values also with `INVALID_VALUE`.
 */
export interface KeyValueBucket<T = unknown> {
  /** Name of the bucket. */
  readonly name: string;

  /** The value of a key; `undefined` if it has none. */
  get(key: string, options?: GetOptions): Promise<KeyValueEntry<T> | undefined>;

  /**
   * Writes a value, whatever was there. Resolves with its revision once the server has stored it. If no acknowledgement comes, it
   * is sent again only where it was not stored. Where others have written the key since and their revisions are not kept, nobody
   * can know; then it fails with `TIMEOUT`, and what others wrote stays.
   */
  put(key: string, value: T, options?: CallOptions): Promise<number>;

  /** Writes a key that does not exist, or was deleted. @throws `KEY_EXISTS` with its revision */
  create(key: string, value: T, options?: CallOptions): Promise<number>;

  /** Writes a key only if it is at `revision`. @throws `REVISION_CONFLICT` with `expected` and `actual` */
  update(key: string, value: T, revision: number, options?: CallOptions): Promise<number>;

  /** Deletes a key, and keeps its history. It is not an error if the key does not exist. */
  delete(key: string, options?: RemoveOptions): Promise<void>;

  /** Deletes a key with its history. */
  purge(key: string, options?: RemoveOptions): Promise<void>;

  /** The keys that have a value, each once, in the order of their last write; none that this connection has written is missing. */
  keys(filter?: string, options?: CallOptions): AsyncIterable<string>;

  /** The revisions that the bucket keeps of one key, or of the keys that match a filter: the oldest first, with removals. */
  history(key: string, options?: ReadManyOptions): AsyncIterable<KeyValueChange<T>>;

  /**
   * What the keys hold now, then each change as it happens, removals included. It begins with the first step of the
   * loop, lives through reconnects without loss or repetition, and leaves nothing behind when the loop is left. Once live, it
   * outlasts the bucket: it waits until a deleted bucket is made again, and calls `onGap`. A value that lapses by `ttl` is
   * not a change: the server says nothing of it.
   */
  watch(filter?: string, options?: WatchOptions): AsyncIterable<KeyValueChange<T>>;

  /**
   * Writes many values, a window of them under way at a time. Never fails for one entry: the result says which keys
   * failed and why. If a key appears twice, both values are written in order, so that the last wins.
   */
  putAll(entries: BatchEntries<T>, options?: BatchOptions): Promise<BatchResult>;

  /** Deletes many keys, as `putAll` writes them. */
  deleteAll(keys: Keys, options?: BatchOptions): Promise<BatchResult>;

  /** The entries of many keys, in the order of `keys`. Keys without a value are omitted. */
  getAll(keys: Keys, options?: ReadManyOptions): Promise<Map<string, KeyValueEntry<T>>>;
}
