import { setTimeout as pause } from 'node:timers/promises';
import type { KV } from '@nats-io/kv';
import type { Logger } from '@symphony-ts/contract';
import type { KeyValueBucket } from '@symphony-ts/storage';
import type * as z from 'zod';
import { type RecordChange, RecordChanges, type RecordRow } from './record-changes.js';
import { RecordRows } from './record-rows.js';

/** How long to wait before a watch that ended begins again. */
const AGAIN_MS = 1_000;

/** One record as it now is; `undefined` once deleted. */
export type TableListener<T> = (key: string, value: T | undefined) => void;

/** A bucket in the two ways that a table uses it. */
export interface TableBucket {
  /** Reads one record, deleted ones included. */
  readonly kv: KV;
  /** Follows the bucket and writes to it. Repeats a write whose answer a starting server or a change of leader kept away. */
  readonly bucket: KeyValueBucket;
}

/**
 * One of the platform's own buckets, with a copy in memory that a watch keeps current. Reads cost nothing, and every replica
 * sees the writes of the others. A write is in this replica's copy before its promise resolves.
 */
export class Table<T> {
  readonly #kv: KV;
  readonly #bucket: KeyValueBucket;
  readonly #schema: z.ZodType<T>;
  readonly #logger: Logger;
  readonly #rows = new RecordRows<T>();
  readonly #listeners = new Set<TableListener<T>>();
  readonly #stopped = new AbortController();
  readonly #changes = new RecordChanges<T>({
    known: (key) => this.#rows.get(key),
    read: (key) => this.#read(key),
    write: async (key, value, revision) => this.#apply(key, value, await this.#bucket.update(key, value, revision)),
  });
  #revision = 0;

  constructor({ kv, bucket }: TableBucket, schema: z.ZodType<T>, logger: Logger) {
    this.#kv = kv;
    this.#bucket = bucket;
    this.#schema = schema;
    this.#logger = logger;
  }

  /** Revision of the latest change in the copy. It rises with every write to the bucket. */
  get revision(): number {
    return this.#revision;
  }

  /** How many records the copy has. A removed one counts until the watch has delivered its removal. */
  get size(): number {
    return this.#rows.size;
  }

  get(key: string): T | undefined {
    return this.#rows.get(key)?.value;
  }

  /** The records whose keys begin with `start`, in no particular order. */
  below(start: string): T[] {
    const found: T[] = [];
    for (const [key, { value }] of this.#rows) if (value !== undefined && key.startsWith(start)) found.push(value);
    return found;
  }

  /** All records, sorted by key. */
  entries(): (readonly [string, T])[] {
    const live = [...this.#rows].flatMap(([key, { value }]) => (value === undefined ? [] : [[key, value] as const]));
    return live.sort(([a], [b]) => (a < b ? -1 : 1));
  }

  values(): T[] {
    return this.entries().map(([, value]) => value);
  }

  /** Writes a record, and overwrites an existing one. */
  async put(key: string, value: T): Promise<void> {
    this.#apply(key, value, await this.#bucket.put(key, value));
  }

  /**
   * Replaces a record by the result of `change`. If another replica was faster, it starts again. If `change` returns the record
   * it was given, nothing is written. One write serves all changes that wait for the same record.
   */
  update(key: string, change: RecordChange<T>): Promise<T> {
    return this.#changes.change(key, change);
  }

  async delete(key: string): Promise<void> {
    await this.#bucket.delete(key);
    await this.#read(key);
  }

  /** Removes a record and its history. */
  async purge(key: string): Promise<void> {
    await this.#bucket.purge(key);
    await this.#read(key);
  }

  /** A record as the server has it now. Another replica may have written it a moment ago. */
  async read(key: string): Promise<T | undefined> {
    return (await this.#read(key))?.value;
  }

  /** Calls `listener` for every change from now on, including this replica's own writes. Returns the function that ends it. */
  onChange(listener: TableListener<T>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves once the copy in memory holds a change of that revision, or after `timeoutMs`. */
  async seen(revision: number, timeoutMs: number): Promise<void> {
    if (this.#revision >= revision) return;
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        stop();
        resolve();
      };
      const timer = setTimeout(finish, timeoutMs);
      const stop = this.onChange(() => {
        if (this.#revision >= revision) finish();
      });
    });
  }

  /** Reads all records; resolves when the copy is complete. */
  async start(): Promise<void> {
    await new Promise<void>((resolve) => void this.#follow(resolve));
  }

  stop(): void {
    this.#stopped.abort();
    this.#listeners.clear();
  }

  /** Follows the bucket until the table stops, also if it is deleted and made again. */
  async #follow(onInitialDone: () => void): Promise<void> {
    const { signal } = this.#stopped;
    const onInvalid = (error: Error): void => this.#logger.error('a platform record cannot be read', { err: error });
    while (!signal.aborted) {
      try {
        const options = { signal, onInitialDone, onInvalid, onGap: () => this.#beginAnew() };
        for await (const { key, value, revision } of this.#bucket.watch('>', options)) {
          this.#applyValue(key, value, revision);
          this.#rows.delivered(key, revision);
        }
      } catch (error) {
        this.#logger.error('a watch of a platform bucket ended, and begins again', { err: error });
        await pause(AGAIN_MS, undefined, { signal }).catch(() => undefined); // stopped: the loop ends
      }
    }
  }

  /** Another bucket has replaced this one: revisions start over, and records that it does not have are gone. */
  #beginAnew(): void {
    this.#logger.warn('a platform bucket was made again');
    this.#revision = 0;
    this.#rows.beginAnew();
    void this.#dropGone();
  }

  async #dropGone(): Promise<void> {
    try {
      const live = new Set<string>();
      for await (const key of this.#bucket.keys('>')) live.add(key);
      for (const key of this.#rows.forgetGone(live)) {
        for (const listener of this.#listeners) listener(key, undefined);
      }
    } catch (error) {
      this.#logger.error('the records that a new bucket does not have could not be found; they stay in memory', {
        err: error,
      });
    }
  }

  async #read(key: string): Promise<RecordRow<T> | undefined> {
    const entry = await this.#kv.get(key);
    if (!entry) return undefined;
    const isRemoved = entry.operation !== 'PUT';
    this.#applyValue(key, isRemoved ? undefined : entry.json(), entry.revision);
    // Of a removed record, nothing is kept. A later write of its key needs the revision of the removal.
    return this.#rows.get(key) ?? (isRemoved ? { value: undefined, revision: entry.revision } : undefined);
  }

  #applyValue(key: string, value: unknown, revision: number): void {
    const record = value === undefined ? undefined : this.#schema.safeParse(value);
    // Another version wrote this record. It stays in the bucket, and this version ignores it.
    if (record?.error) this.#logger.error('a platform record cannot be read', { key, err: record.error });
    else this.#apply(key, record?.data, revision);
  }

  #apply(key: string, value: T | undefined, revision: number): void {
    if (!this.#rows.take(key, { value, revision })) return;
    this.#revision = Math.max(this.#revision, revision);
    for (const listener of this.#listeners) listener(key, value);
  }
}
