import type { JetStreamPublishOptions } from '@nats-io/jetstream';
import { headers, type MsgHdrs } from '@nats-io/nats-core';
import { KeyExistsError, RevisionConflictError, SymphonyError } from '@symphony-ts/contract';
import type { BucketContext } from './bucket-context.js';
import type { CallOptions, RemoveOptions } from './bucket.js';
import { assertKey } from './key.js';
import { readMessage } from './read-entry.js';
import { attempt, isWrongRevision } from './storage-error.js';
import { OPERATION_HEADER, operations, subjectPrefix } from './stored-message.js';
import { assertSize } from './value-codec.js';

const NOTHING = new Uint8Array(0);
/** How often `create` looks again when others write and delete the same key at the same time. */
const CREATE_ATTEMPTS = 5;

interface Write extends CallOptions {
  readonly operation: string;
  readonly key: string;
  readonly data: Uint8Array;
  /** The revision the key must be at; 0 for a key never written. */
  readonly expected?: number | undefined;
  readonly headers?: MsgHdrs;
}

/** Publishes to the key's subject and resolves with the revision. @throws RevisionConflictError for another than expected */
async function write<T>(
  context: BucketContext<T>,
  { operation, key, data, expected, ...rest }: Write,
): Promise<number> {
  const { js, jsm, bucket, timeoutMs } = context;
  const { signal } = rest;
  const subject = subjectPrefix(bucket) + key;
  const options: Partial<JetStreamPublishOptions> = { timeout: timeoutMs };
  if (rest.headers) options.headers = rest.headers;
  if (expected !== undefined) options.expect = { lastSubjectSequence: expected };
  return attempt({ jsm, bucket, operation, subject, timeoutMs, signal }, async () => {
    try {
      return (await js.publish(subject, data, options)).seq;
    } catch (error) {
      if (expected === undefined || !isWrongRevision(error)) throw error;
      const actual = await revisionOf(context, key, { signal });
      throw new RevisionConflictError({ bucket, key, expected, actual }, { cause: error });
    }
  });
}

/** The revision of a key that holds a value. */
async function revisionOf<T>(
  context: BucketContext<T>,
  key: string,
  options: CallOptions,
): Promise<number | undefined> {
  const latest = await readMessage(context, key, options);
  return latest?.operation === 'put' ? latest.revision : undefined;
}

async function encode<T>(context: BucketContext<T>, key: string, value: T): Promise<Uint8Array> {
  assertKey(context.bucket, key);
  const data = await context.codec.encode(key, value);
  assertSize(context.bucket, key, data, context.nc.info?.max_payload);
  return data;
}

export async function putEntry<T>(
  context: BucketContext<T>,
  key: string,
  value: T,
  options: CallOptions = {},
): Promise<number> {
  const data = await encode(context, key, value);
  return write(context, { operation: 'put', key, data, signal: options.signal });
}

export async function updateEntry<T>(
  context: BucketContext<T>,
  { key, value, revision }: { readonly key: string; readonly value: T; readonly revision: number },
  options: CallOptions = {},
): Promise<number> {
  const data = await encode(context, key, value);
  return write(context, { operation: 'update', key, data, expected: revision, signal: options.signal });
}

/** A deleted key leaves a marker, so creating it again is an update of the marker; someone else may do so first. */
export async function createEntry<T>(
  context: BucketContext<T>,
  key: string,
  value: T,
  { signal }: CallOptions = {},
): Promise<number> {
  const { bucket } = context;
  const data = await encode(context, key, value);
  let expected = 0;
  for (let count = 0; count < CREATE_ATTEMPTS; count++) {
    try {
      return await write(context, { operation: 'create', key, data, expected, signal });
    } catch (error) {
      if (!(error instanceof RevisionConflictError)) throw error;
    }
    const latest = await readMessage(context, key, { signal });
    if (latest?.operation === 'put') throw new KeyExistsError({ bucket, key, revision: latest.revision });
    expected = latest?.revision ?? 0;
  }
  const reason = `others write and delete '${key}' all the time`;
  throw new SymphonyError('STORAGE_FAILED', { bucket, operation: 'create', reason });
}

/** The headers of a removal. */
export function removalHeaders(kind: 'delete' | 'purge'): MsgHdrs {
  const result = headers();
  result.set(OPERATION_HEADER, operations[kind]);
  if (kind === 'purge') result.set('Nats-Rollup', 'sub');
  return result;
}

export async function removeEntry<T>(
  context: BucketContext<T>,
  kind: 'delete' | 'purge',
  key: string,
  { revision, signal }: RemoveOptions = {},
): Promise<void> {
  assertKey(context.bucket, key);
  await write(context, {
    operation: kind,
    key,
    data: NOTHING,
    headers: removalHeaders(kind),
    expected: revision,
    signal,
  });
}
