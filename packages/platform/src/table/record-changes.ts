import { setTimeout as pause } from 'node:timers/promises';
import { isSymphonyError } from '@symphony-ts/contract';

/** Returns the new record. It may be called more than once. If it returns the record it was given, nothing is written. */
export type RecordChange<T> = (current: T | undefined) => T;

/** A record and the revision that holds it. */
export interface RecordRow<T> {
  readonly value: T | undefined;
  readonly revision: number;
}

/** Where records are read and written. */
export interface RecordStore<T> {
  /** The last known record. Another replica may have written a later one. */
  known(key: string): RecordRow<T> | undefined;
  /** A record as the server has it now. */
  read(key: string): Promise<RecordRow<T> | undefined>;
  /** Writes a record. Throws `REVISION_CONFLICT` where `revision` is not the latest. */
  write(key: string, value: T, revision: number): Promise<void>;
}

interface Waiting<T> {
  readonly change: RecordChange<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

/** Each conflict comes from another replica, and each replica writes once for many changes. So a few attempts are enough. */
const MOST_ATTEMPTS = 50;
/** The longest random pause between attempts, so that replicas do not meet again at each. */
const LONGEST_PAUSE_MS = 50;

/**
 * Changes records that many callers change at the same time, such as the list of revocations that all clients share. The
 * changes of one record queue up. One write serves all changes that arrived while the write before it was running.
 */
export class RecordChanges<T> {
  readonly #store: RecordStore<T>;
  readonly #waiting = new Map<string, Waiting<T>[]>();

  constructor(store: RecordStore<T>) {
    this.#store = store;
  }

  /** Resolves to the result of `change`, once it is written. Rejects with the error of `change`. */
  change(key: string, change: RecordChange<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const waiting = this.#waiting.get(key);
      const mine = { change, resolve, reject };
      if (waiting) {
        waiting.push(mine);
        return;
      }
      this.#waiting.set(key, [mine]);
      void this.#work(key);
    });
  }

  async #work(key: string): Promise<void> {
    for (;;) {
      const batch = this.#waiting.get(key) ?? [];
      if (batch.length === 0) break;
      this.#waiting.set(key, []);
      await this.#apply(key, batch);
    }
    this.#waiting.delete(key);
  }

  /** Never rejects: each caller gets its own result. */
  async #apply(key: string, batch: readonly Waiting<T>[]): Promise<void> {
    try {
      await this.#write(key, batch);
    } catch (error) {
      // One change may have made the record too large for all of them.
      if (batch.length > 1 && isSymphonyError(error, 'PAYLOAD_TOO_LARGE')) {
        for (const waiting of batch) await this.#apply(key, [waiting]);
      } else {
        for (const { reject } of batch) reject(error);
      }
    }
  }

  async #write(key: string, batch: readonly Waiting<T>[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const current = attempt === 1 ? this.#store.known(key) : await this.#store.read(key);
      const { value, outcomes } = applyAll(current?.value, batch);
      try {
        if (value !== undefined && value !== current?.value) {
          await this.#store.write(key, value, current?.revision ?? 0);
        }
        for (const tell of outcomes) tell();
        return;
      } catch (error) {
        if (attempt >= MOST_ATTEMPTS || !isSymphonyError(error, 'REVISION_CONFLICT')) throw error;
        await pause(Math.random() * Math.min(attempt, LONGEST_PAUSE_MS));
      }
    }
  }
}

/**
 * Applies one change after another to a record, without those that throw. Also returns how to settle each caller once the
 * record is written.
 */
function applyAll<T>(
  current: T | undefined,
  batch: readonly Waiting<T>[],
): { readonly value: T | undefined; readonly outcomes: readonly (() => void)[] } {
  let value = current;
  const outcomes = batch.map(({ change, resolve, reject }) => {
    try {
      const next = change(value);
      value = next;
      return () => resolve(next);
    } catch (error) {
      return () => reject(error);
    }
  });
  return { value, outcomes };
}
