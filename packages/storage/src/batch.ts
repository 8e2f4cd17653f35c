import { InvalidConfigurationError, type OptionNames } from '@symphony-ts/contract';

/** The entries of a batch: a list, a map, a record or a stream. A stream is read only while the window has room. */
export type BatchEntries<T> =
  | Iterable<readonly [key: string, value: T]>
  | AsyncIterable<readonly [key: string, value: T]>
  | Readonly<Record<string, T>>;

/** Keys for a batch: a list, or a stream of keys such as `bucket.keys()`. */
export type Keys = Iterable<string> | AsyncIterable<string>;

/** The progress of a batch. */
export interface BatchProgress {
  /** Entries taken from the source so far. */
  readonly total: number;
  /** Entries that were acknowledged. */
  readonly succeeded: number;
  /** Entries that failed. */
  readonly failed: number;
}

/** The result of a batch, with the errors of single entries. */
export interface BatchResult extends BatchProgress {
  /** Each key that failed, with its last error. */
  readonly errors: Map<string, Error>;
}

/** Options of `putAll` and `deleteAll`. */
export interface BatchOptions {
  /** Ends the batch: it rejects with `ABORTED`, after a last `onProgress`. Writes that are in progress may still succeed. */
  readonly signal?: AbortSignal | undefined;
  /** Called from time to time while the batch runs, and once at its end. */
  readonly onProgress?: ((progress: BatchProgress) => void) | undefined;
  /** Most entries in progress at the same time, at least 1. Default 4,096. */
  readonly window?: number | undefined;
}

export const batchOptionNames = {
  signal: true,
  onProgress: true,
  window: true,
} as const satisfies OptionNames<BatchOptions>;

export const DEFAULT_WINDOW = 4_096;

/** The tally of a running batch. */
export class BatchTally {
  total = 0;
  succeeded = 0;
  failed = 0;
  readonly errors = new Map<string, Error>();

  fail(key: string, error: Error): void {
    this.failed++;
    this.errors.set(key, error);
  }

  get progress(): BatchProgress {
    return { total: this.total, succeeded: this.succeeded, failed: this.failed };
  }

  get result(): BatchResult {
    return { ...this.progress, errors: this.errors };
  }
}

/** Any form of entries as one that can be iterated. */
export function iterateEntries<T>(
  entries: BatchEntries<T>,
): Iterable<readonly [string, T]> | AsyncIterable<readonly [string, T]> {
  if (Symbol.asyncIterator in entries || Symbol.iterator in entries) {
    // A record has no such member, because its keys are text.
    return entries as Iterable<readonly [string, T]> | AsyncIterable<readonly [string, T]>;
  }
  return Object.entries(entries);
}

/**
 * A text is iterable as well, character by character. A caller that passes a filter such as `'orders.*'` does not intend that.
 *
 * @throws `INVALID_CONFIGURATION` unless `keys` is a list or a stream
 */
export function assertKeys(keys: unknown): asserts keys is Keys {
  if (typeof keys === 'object' && keys !== null && (Symbol.iterator in keys || Symbol.asyncIterator in keys)) return;
  const given = keys === null ? 'null' : typeof keys;
  const reason = `must be a list or a stream of keys, such as bucket.keys(filter), not ${given}`;
  throw new InvalidConfigurationError({ setting: 'keys', reason });
}
