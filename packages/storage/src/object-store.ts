import type { ReadableStream } from 'node:stream/web';
import type { CallOptions } from './bucket.js';

/** An object without its bytes. */
export interface ObjectInfo {
  /** Name of the object. */
  readonly name: string;
  /** What the object is, for people; empty where nothing was said. */
  readonly description: string;
  /** Labels that the writer gave. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Size in bytes. */
  readonly size: number;
  /** `SHA-256=` and the checksum of all bytes, base64url. */
  readonly digest: string;
  /** When the object was stored. */
  readonly modified: Date;
  /** Sequence of the object's information in its stream. */
  readonly revision: number;
  /** Only a watch shows objects that were deleted. */
  readonly isDeleted: boolean;
}

/** An object that is being read. */
export interface StoredObject {
  /** What is known of the object. */
  readonly info: ObjectInfo;
  /** The bytes, as they arrive. Read them to the end, or cancel. The stream fails if they do not match their checksum. */
  readonly data: ReadableStream<Uint8Array>;
  /** All bytes at once, instead of `data`. */
  bytes(): Promise<Uint8Array>;
}

/** The bytes of an object: all at once, or a stream. Text is written as UTF-8. */
export type ObjectData = Uint8Array | string | Blob | AsyncIterable<Uint8Array | string> | ReadableStream<Uint8Array>;

/** Options of `put`. */
export interface PutObjectOptions extends CallOptions {
  /** What the object is, for people. */
  readonly description?: string | undefined;
  /** Labels to store beside the object. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Options of `watch`. */
export interface WatchObjectsOptions extends CallOptions {
  /** Ends the watch, without an error. */
  readonly signal?: AbortSignal | undefined;
  /** `all` (default) begins with the objects that are there, `none` with the next change. */
  readonly initial?: 'all' | 'none' | undefined;
}

/**
 * A bucket for objects of any size, kept in chunks. An object can be read as soon as `put` has resolved, and never half
 * written. Calls reject as those of a key-value bucket do; `put` also with what a stream that it reads throws.
 */
export interface ObjectStore {
  /** Name of the store. */
  readonly name: string;
  /** Writes an object in place of one of the same name. What was written of a failed one is removed. */
  put(name: string, data: ObjectData, options?: PutObjectOptions): Promise<ObjectInfo>;
  /** Reads an object; `undefined` if it does not exist. */
  get(name: string, options?: CallOptions): Promise<StoredObject | undefined>;
  /** What is known of an object; `undefined` if it does not exist. */
  info(name: string, options?: CallOptions): Promise<ObjectInfo | undefined>;
  /** Deletes an object. Resolves to `false` if there was none. */
  delete(name: string, options?: CallOptions): Promise<boolean>;
  /** Lists the objects, without their bytes. */
  list(options?: CallOptions): Promise<readonly ObjectInfo[]>;
  /** Follows the objects as they are written and deleted. */
  watch(options?: WatchObjectsOptions): AsyncIterable<ObjectInfo>;
}
