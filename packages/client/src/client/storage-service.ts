import {
  assertKnownOptions,
  BucketNotFoundError,
  isSymphonyError,
  type OptionNames,
  platformServices,
  StorageEntry,
  StorageListReply,
  StoragePutReply,
  type StorageRequest,
  withoutUndefined,
} from '@symphony-ts/contract';
import type { CallOptions } from '../calls/call-options.js';
import { parseServiceReply } from '../calls/call-reply.js';
import type { Caller } from '../calls/caller.js';

/** A bucket in the list of `storage()`. */
export interface BucketSummary {
  /** The extension it belongs to. */
  readonly prefix: string;
  /** Name of the bucket. */
  readonly name: string;
  /** Description that its owner gave. Empty if there is none. */
  readonly description: string;
}

/** One value, with its key and revision. */
export interface StoredEntry<T = unknown> {
  /** Key of the entry. */
  readonly key: string;
  /** The value: JSON as its value, bytes as a `Uint8Array`. It is not checked against the type `T`. */
  readonly value: T;
  /** Revision of the entry, which rises with each write to the bucket. */
  readonly revision: number;
  /** When this revision was written. */
  readonly created: Date;
}

/** Names a bucket. */
export interface BucketName {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Prefix of the extension that owns the bucket. Needed if two extensions have a bucket of that name. */
  readonly prefix?: string;
}

/** Names a bucket and selects some of its keys. */
export interface KeyFilter extends BucketName {
  /** Pattern for keys: `*` matches one part of a key, and `>` at the end matches the rest. Default: all keys. */
  readonly filter?: string;
}

const bucketNames = { bucket: true, prefix: true } as const satisfies OptionNames<BucketName>;
const keyFilterNames = { ...bucketNames, filter: true } as const satisfies OptionNames<KeyFilter>;

/**
 * Reads and writes buckets through the platform's storage service. Use it in a client without its own JetStream. A call
 * rejects with `BUCKET_NOT_FOUND` if no extension has the bucket, and with `REMOTE_ERROR` if the key may not use it.
 */
export class StorageService {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /** Lists the buckets that the caller may read. */
  async buckets(options?: CallOptions): Promise<readonly BucketSummary[]> {
    return (await this.#list({}, options)).buckets ?? [];
  }

  /**
   * Lists the keys of a bucket, or the keys that match `filter`. They are fetched in pages. Each key appears once, also if it
   * is written in the meantime.
   */
  async keys(selection: KeyFilter, options?: CallOptions): Promise<readonly string[]> {
    assertKnownOptions('buckets.keys', selection, keyFilterNames);
    const { filter, ...name } = selection;
    const request = { ...name, ...withoutUndefined({ key: filter }) };
    const keys = new Set<string>();
    let after: number | undefined = 0;
    while (after !== undefined) {
      const page: StorageListReply = await this.#list({ ...request, after }, options);
      for (const key of page.keys ?? []) keys.add(key);
      after = page.isMore ? page.revision : undefined;
    }
    return [...keys];
  }

  /** Reads one entry. Resolves to `undefined` if the key does not exist. */
  async get<T = unknown>(name: BucketName, key: string, options?: CallOptions): Promise<StoredEntry<T> | undefined> {
    assertKnownOptions('buckets.get', name, bucketNames);
    const subject = platformServices.storageGet;
    try {
      const entry = parseServiceReply(StorageEntry, await this.#ask(subject, { ...name, key }, options), subject);
      return {
        key: entry.key,
        value: readValue(entry) as T,
        revision: entry.revision,
        created: new Date(entry.created),
      };
    } catch (error) {
      if (remoteCode(error) === 'KEY_NOT_FOUND') return undefined;
      throw error;
    }
  }

  /** Writes a value. Resolves to its revision. */
  async put(name: BucketName, key: string, value: unknown, options?: CallOptions): Promise<number> {
    assertKnownOptions('buckets.put', name, bucketNames);
    const subject = platformServices.storagePut;
    const request = { ...name, key, ...writeValue(value) };
    return parseServiceReply(StoragePutReply, await this.#ask(subject, request, options), subject).revision;
  }

  /** Deletes a key. Its earlier revisions stay in its history. It is not an error if the key has no value. */
  async delete(name: BucketName, key: string, options?: CallOptions): Promise<void> {
    assertKnownOptions('buckets.delete', name, bucketNames);
    await this.#ask(platformServices.storageDelete, { ...name, key }, options);
  }

  async #list(request: StorageRequest, options?: CallOptions): Promise<StorageListReply> {
    const subject = platformServices.storageList;
    return parseServiceReply(StorageListReply, await this.#ask(subject, request, options), subject);
  }

  async #ask(subject: string, request: StorageRequest, options?: CallOptions): Promise<unknown> {
    try {
      return (await this.#caller.request(subject, request, options)).value();
    } catch (error) {
      if (remoteCode(error) !== 'BUCKET_NOT_FOUND' || request.bucket === undefined) throw error;
      throw new BucketNotFoundError({ bucket: request.bucket }, { cause: error });
    }
  }
}

/** The code of the platform's own error, inside the error of the call. */
const remoteCode = (error: unknown): unknown =>
  isSymphonyError(error, 'REMOTE_ERROR') ? Reflect.get(Object(Reflect.get(error, 'details')), 'code') : undefined;

const readValue = ({ value, encoding }: StorageEntry): unknown =>
  encoding === 'base64' ? new Uint8Array(Buffer.from(String(value), 'base64')) : value;

const writeValue = (value: unknown): Pick<StorageRequest, 'value' | 'encoding'> =>
  value instanceof Uint8Array ? { value: Buffer.from(value).toString('base64'), encoding: 'base64' } : { value };
