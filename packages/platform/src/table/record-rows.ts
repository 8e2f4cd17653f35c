import type { RecordRow } from './record-changes.js';

/**
 * The records of a bucket in memory. The server's answers arrive in any order, and one that is older than what is known changes
 * nothing.
 *
 * A removed record takes memory only until the watch has delivered its removal. After that, an older answer about it is known by
 * its revision: whatever the bucket had up to there has been delivered, and is here unless it was removed.
 */
export class RecordRows<T> implements Iterable<readonly [string, RecordRow<T>]> {
  readonly #rows = new Map<string, RecordRow<T>>();
  /** The watch has delivered everything up to this revision. */
  #delivered = 0;

  /** How many records are in memory. A removed one counts until the watch has delivered its removal. */
  get size(): number {
    return this.#rows.size;
  }

  get(key: string): RecordRow<T> | undefined {
    return this.#rows.get(key);
  }

  [Symbol.iterator](): Iterator<readonly [string, RecordRow<T>]> {
    return this.#rows.entries();
  }

  /** Takes a record, or its removal (`value` is `undefined`). False for one that is not newer than what is known. */
  take(key: string, row: RecordRow<T>): boolean {
    if ((this.#rows.get(key)?.revision ?? this.#delivered) >= row.revision) return false;
    this.#rows.set(key, row);
    return true;
  }

  /** Notes that the watch has delivered everything up to `revision`, which is of `key`. */
  delivered(key: string, revision: number): void {
    this.#delivered = Math.max(this.#delivered, revision);
    const row = this.#rows.get(key);
    if (row && row.value === undefined && row.revision <= this.#delivered) this.#rows.delete(key);
  }

  /** Another bucket has replaced this one, and its revisions start over. */
  beginAnew(): void {
    this.#delivered = 0;
    for (const [key, { value }] of this.#rows) this.#rows.set(key, { value, revision: 0 });
  }

  /** Forgets the records that were there when the bucket was replaced, and are not in the new one. Returns their keys. */
  forgetGone(live: ReadonlySet<string>): string[] {
    const old = [...this.#rows].filter(([key, { revision }]) => revision === 0 && !live.has(key));
    for (const [key] of old) this.#rows.delete(key);
    return old.flatMap(([key, { value }]) => (value === undefined ? [] : [key]));
  }
}
