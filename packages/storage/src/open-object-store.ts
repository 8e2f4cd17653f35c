import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import type { ObjectInfo as RawInfo, ObjectStore as RawStore } from '@nats-io/obj';
import { assertKnownOptions, type OptionNames, SymphonyError } from '@symphony-ts/contract';
import { isAborted } from './abort.js';
import { apiPrefixOf } from './api-prefix.js';
import { askForStream } from './ask-for-stream.js';
import { type CallOptions, callOptionNames } from './bucket.js';
import { assertBucketName } from './bucket-declaration.js';
import { objectStream } from './ensure-object-store.js';
import { objectPieces } from './object-pieces.js';
import {
  type ObjectData,
  type ObjectInfo,
  type ObjectStore,
  type PutObjectOptions,
  putObjectOptionNames,
  type StoredObject,
  type WatchObjectsOptions,
  watchObjectsOptionNames,
} from './object-store.js';
import { assertKeepsValues } from './settings-for-values.js';
import { type Attempt, attempt, storageError } from './storage-error.js';

const DEFAULT_TIMEOUT_MS = 5_000;

/** Options of `openObjectStore`. */
export interface OpenObjectStoreOptions {
  /** Milliseconds in which the server must answer one request or send one chunk. Default 5,000. */
  readonly timeoutMs?: number | undefined;
}

const openOptionNames = { timeoutMs: true } as const satisfies OptionNames<OpenObjectStoreOptions>;

const readInfo = (raw: RawInfo): ObjectInfo => ({
  name: raw.name,
  description: raw.description ?? '',
  metadata: raw.metadata ?? {},
  size: raw.size,
  digest: raw.digest,
  modified: new Date(raw.mtime),
  revision: raw.revision,
  isDeleted: raw.deleted ?? false,
});

/** Objects can have any name. Only an empty one has no subject, and half of a surrogate pair has no UTF-8. */
function assertObjectName(bucket: string, name: unknown): void {
  const reason = nameFault(name);
  if (reason) throw new SymphonyError('INVALID_KEY', { bucket, key: String(name), reason });
}

function nameFault(name: unknown): string | undefined {
  if (typeof name !== 'string') return `the name of an object is text, not ${name === null ? 'null' : typeof name}`;
  if (name === '') return 'the name of an object cannot be empty';
  return /\p{Surrogate}/u.test(name) ? 'the name of an object cannot hold half of a surrogate pair' : undefined;
}

/**
 * The store with names in subjects as the other NATS clients write them: base64url of their UTF-8. The library writes base64url
 * of the UTF-16 units below 256, and refuses all names with other units.
 */
function namedInUtf8(bucket: string, store: RawStore): RawStore {
  const inUtf8 = (name: string): string => {
    const text = Buffer.from(name).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
    return `$O.${bucket}.M.${text}`;
  };
  return Object.defineProperty(store, '_metaSubject', { value: inUtf8 });
}

/** The stored data, piece by piece, and the error if reading failed. */
interface Source {
  readonly pieces: AsyncIterable<Uint8Array>;
  failure?: { readonly error: unknown };
}

async function* readSource(source: Source): AsyncGenerator<Uint8Array> {
  try {
    yield* source.pieces;
  } catch (error) {
    source.failure = { error };
    throw error;
  }
}

class NatsObjectStore implements ObjectStore {
  readonly name: string;
  readonly #store: RawStore;
  readonly #where: Omit<Attempt, 'operation'>;

  constructor(store: RawStore, where: Omit<Attempt, 'operation'>) {
    this.name = where.bucket;
    this.#store = store;
    this.#where = where;
  }

  async put(name: string, data: ObjectData, options: PutObjectOptions = {}): Promise<ObjectInfo> {
    assertKnownOptions('put', options, putObjectOptionNames);
    const source: Source = { pieces: objectPieces({ bucket: this.name, name, signal: options.signal }, data) };
    try {
      return await this.#put(name, source, options);
    } catch (error) {
      // An error of the author's own stream is not a failure of the store.
      throw source.failure ? source.failure.error : error;
    }
  }

  #put(name: string, source: Source, { description, metadata, signal }: PutObjectOptions): Promise<ObjectInfo> {
    return this.#run('put', { name, signal }, async () => {
      const meta = {
        name,
        ...(description ? { description } : {}),
        ...(metadata ? { metadata: { ...metadata } } : {}),
      };
      // Node loads web streams when they are first asked for.
      const { ReadableStream } = await import('node:stream/web');
      const stream = ReadableStream.from(readSource(source));
      // The library writes the size of chunks into its options: it gets objects of its own.
      return readInfo(await this.#store.put(meta, stream, { timeout: this.#where.timeoutMs }));
    });
  }

  get(name: string, options: CallOptions = {}): Promise<StoredObject | undefined> {
    return this.#call('get', { name, options }, async () => {
      const result = await this.#store.get(name);
      if (!result) return undefined;
      // The same error ends the data, and the reader sees it there.
      result.error.catch(() => undefined);
      const { data } = result;
      const bytes = (): Promise<Uint8Array> =>
        this.#run('get', { name, signal: options.signal }, async () => {
          const chunks: Uint8Array[] = [];
          for await (const chunk of data) chunks.push(chunk);
          return new Uint8Array(Buffer.concat(chunks));
        });
      return { info: readInfo(result.info), data, bytes };
    });
  }

  info(name: string, options: CallOptions = {}): Promise<ObjectInfo | undefined> {
    return this.#call('info', { name, options }, async () => {
      const raw = await this.#store.info(name);
      return raw && !raw.deleted ? readInfo(raw) : undefined;
    });
  }

  delete(name: string, options: CallOptions = {}): Promise<boolean> {
    return this.#call('delete', { name, options }, async () => {
      const raw = await this.#store.info(name);
      if (!raw || raw.deleted) return false;
      await this.#store.delete(name);
      return true;
    });
  }

  list(options: CallOptions = {}): Promise<readonly ObjectInfo[]> {
    return this.#call('list', { options }, async () => (await this.#store.list()).map(readInfo));
  }

  async *watch(options: WatchObjectsOptions = {}): AsyncGenerator<ObjectInfo> {
    assertKnownOptions('watch', options, watchObjectsOptionNames);
    const { signal, initial = 'all' } = options;
    if (isAborted(signal)) return;
    const operation = 'watch';
    const changes = await this.#run(operation, {}, () => this.#store.watch({ includeHistory: initial === 'all' }));
    const stop = (): void => changes.stop();
    signal?.addEventListener('abort', stop, { once: true });
    if (isAborted(signal)) stop();
    try {
      for await (const raw of changes) yield readInfo(raw);
    } catch (error) {
      throw await storageError(error, { ...this.#where, operation });
    } finally {
      signal?.removeEventListener('abort', stop);
      stop();
    }
  }

  async #call<R>(
    operation: string,
    { name, options }: { readonly name?: string | undefined; readonly options: CallOptions },
    run: () => Promise<R>,
  ): Promise<R> {
    assertKnownOptions(operation, options, callOptionNames);
    return this.#run(operation, { name, signal: options.signal }, run);
  }

  #run<R>(
    operation: string,
    { name, signal }: { readonly name?: string | undefined; readonly signal?: AbortSignal | undefined },
    run: () => Promise<R>,
  ): Promise<R> {
    return attempt({ ...this.#where, operation, signal }, () => {
      if (name !== undefined) assertObjectName(this.name, name);
      return run();
    });
  }
}

/**
 * Opens an existing object store. You need not close it: it lives as long as the connection.
 *
 * @throws `BUCKET_NOT_FOUND` when the store does not exist
 * @throws `INVALID_BUCKET` when the name is not valid
 * @throws `INVALID_CONFIGURATION` when an option does not exist
 * @throws `STORAGE_REFUSED` when the stream behind the store has settings that lose or move objects in silence
 * @throws what a call on a bucket throws
 */
export async function openObjectStore(
  nc: NatsConnection,
  name: string,
  options: OpenObjectStoreOptions = {},
): Promise<ObjectStore> {
  assertKnownOptions('openObjectStore', options, openOptionNames);
  const { timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  assertBucketName(name);
  const stream = objectStream(name);
  const js = jetstream(nc, { timeout: timeoutMs, checkAPI: false, apiPrefix: apiPrefixOf(nc) });
  const jsm = await js.jetstreamManager(false);
  const where = { nc, jsm, bucket: name, stream, subject: `$O.${name}.>`, timeoutMs };
  const { config } = await askForStream({ ...where, subject: `${js.apiPrefix}.STREAM.INFO.${stream}` });
  assertKeepsValues(name, config);
  // Most processes have buckets of values alone.
  const { Objm } = await import('@nats-io/obj');
  return new NatsObjectStore(namedInUtf8(name, await new Objm(js).open(name, false)), where);
}
