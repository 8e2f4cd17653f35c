import type { OptionNames } from '@symphony-ts/contract';
import type { BatchEntries, BatchOptions, BatchResult, Keys } from './batch.js';
import type { KeyValueChange, KeyValueEntry } from './entry.js';

/** Options of one call. */
export interface CallOptions {
  /** Ends the call: it rejects with `ABORTED`. The server may still do what it has received. */
  readonly signal?: AbortSignal | undefined;
}

export const callOptionNames = { signal: true } as const satisfies OptionNames<CallOptions>;

/** Options of `get`. */
export interface GetOptions extends CallOptions {
  /** Reads this revision of the key instead of its latest one, if the bucket still keeps it. */
  readonly revision?: number | undefined;
  /**
   * `true`: the leader of the bucket answers. The value is then at least as new as every acknowledged write of every client.
   * `false`: any copy may answer, if it has all that this connection has written or read. Default `false`.
   */
  readonly consistent?: boolean | undefined;
}

export const getOptionNames = {
  signal: true,
  revision: true,
  consistent: true,
} as const satisfies OptionNames<GetOptions>;

/** Options of `delete` and `purge`. */
export interface RemoveOptions extends CallOptions {
  /** Removes the key only if it is at this revision. Otherwise the call rejects with `REVISION_CONFLICT`. */
  readonly revision?: number | undefined;
}

export const removeOptionNames = { signal: true, revision: true } as const satisfies OptionNames<RemoveOptions>;

/** Options of calls that read many entries. */
export interface ReadManyOptions extends CallOptions {
  /**
   * Called with the error of each entry that does not match the schema. The entry is omitted. Default: the call rejects with
   * `INVALID_VALUE`.
   */
  readonly onInvalid?: ((error: Error) => void) | undefined;
}

export const readManyOptionNames = { signal: true, onInvalid: true } as const satisfies OptionNames<ReadManyOptions>;

/** Options of `watch`. */
export interface WatchOptions extends ReadManyOptions {
  /** Ends the watch. The loop ends without an error. */
  readonly signal?: AbortSignal | undefined;
  /** `values`: begins with the present values of the keys. `none`: begins with the next change. Default `values`. */
  readonly initial?: 'values' | 'none' | undefined;
  /** Begins with the first change after this revision that the bucket still keeps. `initial` then has no effect. */
  readonly since?: number | undefined;
  /**
   * Called once, when the watch has delivered all values that were in the bucket at its start. On several servers, these include
   * all that this connection has written or read before, even if the copy that serves the watch is behind.
   */
  readonly onInitialDone?: (() => void) | undefined;
  /**
   * Called when the watch may have missed changes, because the bucket was deleted and made again, or lost its data. The watch
   * begins again with the present values of the keys. It does not report keys that have disappeared.
   */
  readonly onGap?: (() => void) | undefined;
}

export const watchOptionNames = {
  signal: true,
  onInvalid: true,
  initial: true,
  since: true,
  onInitialDone: true,
  onGap: true,
} as const satisfies OptionNames<WatchOptions>;

/**
 * A typed bucket of keys and values on JetStream. Values are JSON, or bytes if the bucket was opened with `raw`. A schema
 * checks each value that is written or read.
 *
 * A key has one or more parts of visible ASCII characters, with dots between them, such as `item:123` or `orders.2024.17`.
 * Other clients may refuse some of these characters: the KV of nats.js refuses the colon. A key that another client has
 * written in another script can be read, listed, watched and removed, but not written. A filter is a key in which `*` matches
 * one part, and `>` at the end matches the rest.
 *
 * Each call can reject with `INVALID_KEY`, `INVALID_CONFIGURATION` for an option that does not exist, `BUCKET_NOT_FOUND`, `TIMEOUT`, `PERMISSION_DENIED`, `CONNECTION_CLOSED`,
 * `STORAGE_REFUSED`, `STORAGE_FAILED` or `ABORTED`. Reads and writes of values can also reject with `INVALID_VALUE`.
 */
export interface KeyValueBucket<T = unknown> {
  /** Name of the bucket. */
  readonly name: string;

  /** Reads a key. Resolves to `undefined` if the key has no value. */
  get(key: string, options?: GetOptions): Promise<KeyValueEntry<T> | undefined>;

  /**
   * Writes a value, and overwrites an existing one. Resolves to its revision when the server has stored the value. If no
   * acknowledgement arrives, the value is sent again only if it was not stored. That cannot be found out if other clients have
   * written the key since and the bucket does not keep their revisions. The call then fails with `TIMEOUT`, and the values of
   * the others stay.
   */
  put(key: string, value: T, options?: CallOptions): Promise<number>;

  /**
   * Writes a key that does not exist, or was deleted. Resolves to its revision.
   *
   * @throws `KEY_EXISTS` when the key has a value; the error has its revision
   */
  create(key: string, value: T, options?: CallOptions): Promise<number>;

  /**
   * Writes a key only if it is at `revision`. Resolves to the new revision.
   *
   * @throws `REVISION_CONFLICT` when the key is at another revision; the error has `expected` and `actual`
   */
  update(key: string, value: T, revision: number, options?: CallOptions): Promise<number>;

  /**
   * Deletes a key and keeps its history. It is not an error if the key does not exist. In a full store this works only if the bucket
   * keeps one revision of each key, and on nats-server 2.10 or newer; `purge` needs the latter, too.
   */
  delete(key: string, options?: RemoveOptions): Promise<void>;

  /** Deletes a key with its history. */
  purge(key: string, options?: RemoveOptions): Promise<void>;

  /**
   * Lists the keys that have a value. Each key appears once, in the order of the last writes. All keys that this connection has
   * written are in the list. `get` can read every key in it: a name with `*`, `>` or a control character, which another client
   * has written, is left out.
   */
  keys(filter?: string, options?: CallOptions): AsyncIterable<string>;

  /** Lists the stored revisions of one key, or of the keys that match a filter. The oldest come first. Removals are included. */
  history(key: string, options?: ReadManyOptions): AsyncIterable<KeyValueChange<T>>;

  /**
   * Delivers the present values of the keys, then each change and removal as it happens. The watch begins with the first step
   * of the loop, and leaves nothing behind after the loop. It continues after a reconnect without loss or repetition. If the
   * bucket is deleted while the watch runs, it waits until the bucket is made again, and calls `onGap`. A value that expires by
   * `ttl` is not reported, because the server sends nothing about it.
   */
  watch(filter?: string, options?: WatchOptions): AsyncIterable<KeyValueChange<T>>;

  /**
   * Writes many values, up to `window` of them at the same time. An entry that fails does not fail the call: the result has the
   * error of each failed key. If a key appears twice, both values are written in the order given, so the last one stays.
   */
  putAll(entries: BatchEntries<T>, options?: BatchOptions): Promise<BatchResult>;

  /** Deletes many keys. It works like `putAll`. */
  deleteAll(keys: Keys, options?: BatchOptions): Promise<BatchResult>;

  /** Reads many keys. The map has the order of `keys`, without the keys that have no value. */
  getAll(keys: Keys, options?: ReadManyOptions): Promise<Map<string, KeyValueEntry<T>>>;
}
