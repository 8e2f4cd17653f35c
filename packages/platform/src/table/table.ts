import { type KV, type KvWatchEntry, KvWatchInclude } from '@nats-io/kv';
import { isSymphonyError, type Logger } from '@symphony-ts/contract';
import type { KeyValueBucket } from '@symphony-ts/storage';
import type { z } from 'zod';

interface Row<T> {
  readonly value: T | undefined;
  readonly revision: number;
}

/** One record as it now is; `undefined` once deleted. */
export type TableListener<T> = (key: string, value: T | undefined) => void;

/** A bucket in the two ways that a table uses it. */
export interface TableBucket {
  /** Reads and follows it, deleted records included. */
  readonly kv: KV;
  /** Writes to it, again where a server that starts or a change of leader kept the answer away. */
  readonly bucket: KeyValueBucket;
}

/**
 * One of the platform's own buckets, with a copy in memory that a watch keeps current. Reads cost nothing, and what one
 * replica writes every other one sees. A write is applied to the own copy before its promise resolves.
 */
export class Table<T> {
  readonly #kv: KV;
  readonly #bucket: KeyValueBucket;
  readonly #schema: z.ZodType<T>;
  readonly #logger: Logger;
  readonly #rows = new Map<string, Row<T>>();
  readonly #listeners = new Set<TableListener<T>>();
  #stopWatch: () => void = () => undefined;
  #revision = 0;

  constructor({ kv, bucket }: TableBucket, schema: z.ZodType<T>, logger: Logger) {
    this.#kv = kv;
    this.#bucket = bucket;
    this.#schema = schema;
    this.#logger = logger;
  }

  /** Of the latest change that the copy in memory holds; it rises with every write to the bucket. */
  get revision(): number {
    return this.#revision;
  }

  get(key: string): T | undefined {
    return this.#rows.get(key)?.value;
  }

  /** The records whose keys begin so, in no particular order. */
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

  /** Writes a record, whatever is there. */
  async put(key: string, value: T): Promise<void> {
    this.#apply(key, value, await this.#bucket.put(key, value));
  }

  /**
   * Replaces a record by what `change` makes of it, again from the start when another replica was faster. `change` may
   * return the record it was given, and then nothing is written.
   */
  async update(key: string, change: (current: T | undefined) => T): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      const current = attempt === 0 ? this.#rows.get(key) : await this.#read(key);
      const next = change(current?.value);
      if (next === current?.value) return next;
      try {
        const revision = await this.#bucket.update(key, next, current?.revision ?? 0);
        this.#apply(key, next, revision);
        return next;
      } catch (error) {
        if (attempt >= 10 || !isSymphonyError(error, 'REVISION_CONFLICT')) throw error;
      }
    }
  }

  async delete(key: string): Promise<void> {
    await this.#bucket.delete(key);
    await this.#read(key);
  }

  /** Calls `listener` on every change from now on, own writes included; returns what ends it. */
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

  /** Reads everything there is; resolves when the copy is complete. */
  async start(): Promise<void> {
    const watch = await this.#kv.watch({ include: KvWatchInclude.LastValue });
    this.#stopWatch = () => watch.stop();
    const { values } = await this.#kv.status();
    let ready: () => void = () => undefined;
    const complete = new Promise<void>((resolve) => (ready = resolve));
    if (values === 0) ready();
    void this.#follow(watch, ready);
    await complete;
  }

  stop(): void {
    this.#stopWatch();
    this.#listeners.clear();
  }

  async #follow(watch: AsyncIterable<KvWatchEntry>, ready: () => void): Promise<void> {
    try {
      for await (const entry of watch) {
        this.#applyEntry(entry.key, entry.operation === 'PUT' ? entry.value : undefined, entry.revision);
        if (entry.delta === 0) ready();
      }
    } catch (error) {
      this.#logger.error('a watch of a platform bucket ended', { err: error });
    }
  }

  async #read(key: string): Promise<Row<T> | undefined> {
    const entry = await this.#kv.get(key);
    if (!entry) return undefined;
    this.#applyEntry(key, entry.operation === 'PUT' ? entry.value : undefined, entry.revision);
    return this.#rows.get(key);
  }

  #applyEntry(key: string, bytes: Uint8Array | undefined, revision: number): void {
    try {
      const value = bytes && this.#schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
      this.#apply(key, value, revision);
    } catch (error) {
      // A record this version cannot read is another version's: it stays, and this one goes without it.
      this.#logger.error('a platform record cannot be read', { key, err: error });
    }
  }

  #apply(key: string, value: T | undefined, revision: number): void {
    if ((this.#rows.get(key)?.revision ?? 0) >= revision) return;
    this.#rows.set(key, { value, revision });
    this.#revision = Math.max(this.#revision, revision);
    for (const listener of this.#listeners) listener(key, value);
  }
}
