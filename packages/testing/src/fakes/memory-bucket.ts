import {
  assertKnownOptions,
  CALL_TIMEOUT_MS,
  KeyExistsError,
  type NoSchema,
  type OptionNames,
  RevisionConflictError,
  type Schema,
  SymphonyError,
  whenReady,
} from '@symphony-ts/contract';
import type {
  BatchEntries,
  BatchOptions,
  BatchResult,
  CallOptions,
  GetOptions,
  Keys,
  KeyValueBucket,
  KeyValueChange,
  KeyValueEntry,
  ReadManyOptions,
  RemoveOptions,
  ValueOf,
  ValueOptions,
  WatchOptions,
} from '@symphony-ts/storage';
import {
  assertDeclaration,
  assertFilter,
  assertKey,
  assertKeys,
  assertNotAborted,
  assertRevision,
  assertStoredKey,
  callOptionNames,
  createValueCodec,
  filterCovers,
  getOptionNames,
  iterateEntries,
  readChange,
  readManyOptionNames,
  removeOptionNames,
  type StoredMessage,
  type ValueCodec,
  valueOptionNames,
} from '@symphony-ts/storage/internal';
import { MAX_PAYLOAD } from './max-payload.js';
import { runMemoryBatch } from './memory-bucket-batch.js';
import { MemoryLog, type MemoryLogLimits } from './memory-bucket-log.js';
import { watchLog } from './memory-bucket-watch.js';
import { MemoryLink } from './memory-link.js';

/** Options of `createMemoryBucket`. */
export interface MemoryBucketOptions<S extends Schema | NoSchema = NoSchema, Raw extends boolean = false>
  extends ValueOptions<S, Raw> {
  /** Seconds until a value expires; 0 means never. Default 0. */
  readonly ttl?: number | undefined;
  /** Revisions each key keeps. Default 1. */
  readonly history?: number | undefined;
  /** Most bytes of keys and values; when the bucket is full, the oldest are discarded. 0 means no limit. Default 0. */
  readonly maxBytes?: number | undefined;
  /** Clock for `created` and `ttl`: returns milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** The link that a test breaks. Several buckets can share one. Default: one that never breaks. */
  readonly link?: MemoryLink | undefined;
  /** Milliseconds that a call waits for a link that is down. Default 5,000. */
  readonly timeoutMs?: number | undefined;
}

const memoryBucketOptionNames = {
  ...valueOptionNames,
  ttl: true,
  history: true,
  maxBytes: true,
  now: true,
  link: true,
  timeoutMs: true,
} as const satisfies OptionNames<MemoryBucketOptions>;

/** The contents of a bucket, and the link to them. */
export interface MemoryStore {
  readonly log: MemoryLog;
  readonly link?: MemoryLink | undefined;
  readonly timeoutMs?: number | undefined;
}

const NOTHING = new Uint8Array(0);

class MemoryBucket<T> implements KeyValueBucket<T> {
  readonly name: string;
  readonly #codec: ValueCodec<T>;
  readonly #log: MemoryLog;
  readonly #link: MemoryLink;
  readonly #timeoutMs: number;

  constructor(
    name: string,
    codec: ValueCodec<T>,
    { log, link = new MemoryLink(), timeoutMs = CALL_TIMEOUT_MS }: MemoryStore,
  ) {
    this.name = name;
    this.#codec = codec;
    this.#log = log;
    this.#link = link;
    this.#timeoutMs = timeoutMs;
  }

  async get(key: string, options: GetOptions = {}): Promise<KeyValueEntry<T> | undefined> {
    assertKnownOptions('get', options, getOptionNames);
    const { revision, signal } = options;
    this.#begin('get', signal);
    assertStoredKey(this.name, key);
    await this.#connected('get', key, signal);
    const message = revision === undefined ? this.#log.last(key) : this.#log.at(revision);
    if (message?.key !== key || message.operation !== 'put') return undefined;
    const change = await readChange(this.#codec, message, undefined);
    return change?.operation === 'put' ? change : undefined;
  }

  async put(key: string, value: T, options: CallOptions = {}): Promise<number> {
    assertKnownOptions('put', options, callOptionNames);
    const { signal } = options;
    this.#begin('put', signal);
    const data = await this.#encode(key, value);
    await this.#connected('put', key, signal);
    return this.#log.append({ key, operation: 'put', data });
  }

  async create(key: string, value: T, options: CallOptions = {}): Promise<number> {
    assertKnownOptions('create', options, callOptionNames);
    const { signal } = options;
    this.#begin('create', signal);
    const data = await this.#encode(key, value);
    await this.#connected('create', key, signal);
    const last = this.#log.last(key);
    if (last?.operation === 'put') throw new KeyExistsError({ bucket: this.name, key, revision: last.revision });
    return this.#log.append({ key, operation: 'put', data });
  }

  async update(key: string, value: T, revision: number, options: CallOptions = {}): Promise<number> {
    assertKnownOptions('update', options, callOptionNames);
    const { signal } = options;
    this.#begin('update', signal);
    const data = await this.#encode(key, value);
    await this.#connected('update', key, signal);
    this.#assertAt(key, revision);
    return this.#log.append({ key, operation: 'put', data });
  }

  async delete(key: string, options: RemoveOptions = {}): Promise<void> {
    await this.#remove('delete', key, options);
  }

  async purge(key: string, options: RemoveOptions = {}): Promise<void> {
    await this.#remove('purge', key, options);
  }

  async *keys(filter = '>', options: CallOptions = {}): AsyncGenerator<string> {
    assertKnownOptions('keys', options, callOptionNames);
    const { signal } = options;
    assertFilter(this.name, filter);
    await this.#connected('keys', filter, signal);
    for (const { key, operation } of this.#log.lastOfEach()) {
      this.#begin('keys', signal);
      if (operation === 'put' && filterCovers(filter, key)) yield key;
    }
  }

  async *history(filter: string, options: ReadManyOptions = {}): AsyncGenerator<KeyValueChange<T>> {
    assertKnownOptions('history', options, readManyOptionNames);
    const { signal, onInvalid } = options;
    assertFilter(this.name, filter);
    await this.#connected('history', filter, signal);
    for (const message of this.#log.messages()) {
      this.#begin('history', signal);
      if (!filterCovers(filter, message.key)) continue;
      const change = await readChange(this.#codec, message, onInvalid);
      if (change) yield change;
    }
  }

  watch(filter = '>', options: WatchOptions = {}): AsyncIterable<KeyValueChange<T>> {
    const connected = (): Promise<void> | undefined => this.#connected('watch', filter, options.signal);
    const watch = { bucket: this.name, log: this.#log, codec: this.#codec, link: this.#link, connected };
    return watchLog(watch, filter, options);
  }

  putAll(entries: BatchEntries<T>, options?: BatchOptions): Promise<BatchResult> {
    const source = iterateEntries(entries);
    return runMemoryBatch<readonly [string, T]>(
      {
        operation: 'putAll',
        bucket: this.name,
        source,
        link: this.#link,
        keyOf: ([key]) => key,
        run: ([key, value]) => this.put(key, value),
      },
      options,
    );
  }

  async deleteAll(keys: Keys, options?: BatchOptions): Promise<BatchResult> {
    assertKeys(keys);
    return runMemoryBatch<string>(
      {
        operation: 'deleteAll',
        bucket: this.name,
        source: keys,
        link: this.#link,
        keyOf: (key) => key,
        run: (key) => this.delete(key),
      },
      options,
    );
  }

  async getAll(keys: Keys, options: ReadManyOptions = {}): Promise<Map<string, KeyValueEntry<T>>> {
    assertKnownOptions('getAll', options, readManyOptionNames);
    const { signal, onInvalid } = options;
    assertKeys(keys);
    this.#begin('getAll', signal);
    await this.#connected('getAll', '>', signal);
    const found = new Map<string, KeyValueEntry<T>>();
    for await (const key of keys) {
      this.#begin('getAll', signal);
      assertStoredKey(this.name, key);
      const message: StoredMessage | undefined = this.#log.last(key);
      const change = message && (await readChange(this.#codec, message, onInvalid));
      if (change?.operation === 'put') found.set(key, change);
    }
    return found;
  }

  #what(operation: string): string {
    return `${operation} on bucket '${this.name}'`;
  }

  #begin(operation: string, signal: AbortSignal | undefined): void {
    assertNotAborted(this.#what(operation), signal);
  }

  /** Waits for the link. @throws `DISCONNECTED`, not sent */
  #connected(operation: string, subject: string, signal: AbortSignal | undefined): Promise<void> | undefined {
    if (this.#link.isUp) return undefined;
    const where = { what: this.#what(operation), subject: `$KV.${this.name}.${subject}` };
    return this.#link.up({ ...where, timeoutMs: this.#timeoutMs, signal });
  }

  #encode(key: string, value: T): Uint8Array | Promise<Uint8Array> {
    assertKey(this.name, key);
    return whenReady(this.#codec.encode(key, value), assertFits);
  }

  #assertAt(key: string, expected: number): void {
    assertRevision(expected);
    const last = this.#log.last(key);
    if ((last?.revision ?? 0) === expected) return;
    const actual = last?.operation === 'put' ? last.revision : undefined;
    throw new RevisionConflictError({ bucket: this.name, key, expected, actual });
  }

  async #remove(operation: 'delete' | 'purge', key: string, options: RemoveOptions): Promise<void> {
    assertKnownOptions(operation, options, removeOptionNames);
    const { revision, signal } = options;
    this.#begin(operation, signal);
    assertStoredKey(this.name, key);
    await this.#connected(operation, key, signal);
    if (revision !== undefined) this.#assertAt(key, revision);
    this.#log.append({ key, operation, data: NOTHING });
  }
}

function assertFits(data: Uint8Array): Uint8Array {
  if (data.length <= MAX_PAYLOAD) return data;
  throw new SymphonyError('PAYLOAD_TOO_LARGE', { bytes: data.length, maxBytes: MAX_PAYLOAD });
}

/**
 * Creates a bucket in memory. It behaves like a bucket on a server: the same keys, values, limits, revisions and errors. You
 * need not close it.
 *
 * @throws `INVALID_BUCKET` when a server would refuse the name
 * @throws `INVALID_CONFIGURATION` when an option does not exist
 */
export function createMemoryBucket<S extends Schema | NoSchema = NoSchema, const Raw extends boolean = false>(
  name: string,
  options: MemoryBucketOptions<S, Raw> = {},
): KeyValueBucket<ValueOf<S, Raw>> {
  assertKnownOptions('createMemoryBucket', options, memoryBucketOptionNames);
  const { link, timeoutMs } = options;
  return openMemoryBucket(name, { log: createMemoryLog(name, options), link, timeoutMs }, options);
}

type MemoryLogOptions = Omit<MemoryBucketOptions, 'schema' | 'raw' | 'link' | 'timeoutMs'>;

/** The contents of a bucket, independent of how its values are read. */
export function createMemoryLog(name: string, options: MemoryLogOptions): MemoryLog {
  const { ttl = 0, history, maxBytes = 0, now = Date.now } = options;
  assertDeclaration({ name, ttl, maxBytes, history: history ?? 0 });
  return new MemoryLog(limitsOf(options), now);
}

/** The limits that the options of a bucket mean. 0 is no limit, and one revision. */
export const limitsOf = ({ ttl = 0, history, maxBytes = 0 }: MemoryLogOptions): MemoryLogLimits => ({
  history: history || 1,
  ttlMs: ttl * 1000,
  maxBytes,
});

/** One view of the contents of a bucket. Another view may have another schema, or none. */
export const openMemoryBucket = <S extends Schema | NoSchema = NoSchema, const Raw extends boolean = false>(
  name: string,
  store: MemoryStore,
  options: ValueOptions<S, Raw> = {},
): KeyValueBucket<ValueOf<S, Raw>> => new MemoryBucket(name, createValueCodec(name, options), store);
