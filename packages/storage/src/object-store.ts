import type { ReadableStream } from 'node:stream/web';
import type { OptionNames } from '@symphony-ts/contract';
import type { CallOptions } from './bucket.js';

/** The description of an object, without its bytes. */
export interface ObjectInfo {
  /** Name of the object. */
  readonly name: string;
  /** What the object is, for people. Empty if the writer gave none. */
  readonly description: string;
  /** Labels from the writer. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Size in bytes. */
  readonly size: number;
  /** `SHA-256=`, then the checksum of all bytes in base64url. */
  readonly digest: string;
  /** When the object was stored. */
  readonly modified: Date;
  /** Sequence number of the object's description in its stream. */
  readonly revision: number;
  /** Whether the object was deleted. Only a watch delivers deleted objects. */
  readonly isDeleted: boolean;
}

/** An object that you read: its description and its bytes. */
export interface StoredObject {
  /** Description of the object. */
  readonly info: ObjectInfo;
  /** The bytes as a stream. Read it to the end, or cancel it. The stream fails if the bytes do not match their checksum. */
  readonly data: ReadableStream<Uint8Array>;
  /** Reads all bytes at once. Use it instead of `data`. */
  bytes(): Promise<Uint8Array>;
}

/** The content of an object: bytes, text or a stream. Text is written as UTF-8. */
export type ObjectData = Uint8Array | string | Blob | AsyncIterable<Uint8Array | string> | ReadableStream<Uint8Array>;

/** Options of `put`. */
export interface PutObjectOptions extends CallOptions {
  /** What the object is, for people. */
  readonly description?: string | undefined;
  /** Labels to store beside the object. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

export const putObjectOptionNames = {
  signal: true,
  description: true,
  metadata: true,
} as const satisfies OptionNames<PutObjectOptions>;

/** Options of `watch`. */
export interface WatchObjectsOptions extends CallOptions {
  /** Ends the watch. The loop ends without an error. */
  readonly signal?: AbortSignal | undefined;
  /** `all`: begins with the objects that exist. `none`: begins with the next change. Default `all`. */
  readonly initial?: 'all' | 'none' | undefined;
}

export const watchObjectsOptionNames = {
  signal: true,
  initial: true,
} as const satisfies OptionNames<WatchObjectsOptions>;

/**
 * A store for objects of any size. It keeps them in chunks. An object can be read when `put` has resolved; readers never see
 * a part of an object. Calls reject as the calls of a key-value bucket do. If a stream given to `put` fails, `put` rejects
 * with the error of the stream.
 */
export interface ObjectStore {
  /** Name of the store. */
  readonly name: string;
  /** Writes an object, and replaces the one with the same name. If the write fails, the chunks written so far are removed. */
  put(name: string, data: ObjectData, options?: PutObjectOptions): Promise<ObjectInfo>;
  /** Opens an object for reading. Resolves to `undefined` if it does not exist. */
  get(name: string, options?: CallOptions): Promise<StoredObject | undefined>;
  /** Reads the description of an object. Resolves to `undefined` if the object does not exist. */
  info(name: string, options?: CallOptions): Promise<ObjectInfo | undefined>;
  /** Deletes an object. Resolves to `false` if it does not exist. */
  delete(name: string, options?: CallOptions): Promise<boolean>;
  /** Lists the descriptions of all objects. */
  list(options?: CallOptions): Promise<readonly ObjectInfo[]>;
  /** Delivers the description of each object that is written or deleted, as it happens. */
  watch(options?: WatchObjectsOptions): AsyncIterable<ObjectInfo>;
}
