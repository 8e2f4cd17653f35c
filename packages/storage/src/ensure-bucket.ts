import { setTimeout as delay } from 'node:timers/promises';
import {
  type JetStreamManager,
  jetstreamManager,
  PersistMode,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import {
  assertKnownOptions,
  bucketStream,
  errorCode,
  isError,
  isSymphonyError,
  jetStreamCodes,
  type OptionNames,
  SymphonyError,
  TimeoutError,
} from '@symphony-ts/contract';
import { apiPrefixOf } from './api-prefix.js';
import {
  assertBucketName,
  type BucketDeclaration,
  type BucketTraits,
  bucketDeclarationNames,
  republishNames,
} from './bucket-declaration.js';
import { isAtLeast } from './connection-status.js';
import { failureOf } from './persist.js';
import { type Attempt, attempt, isStreamNotFound } from './storage-error.js';
import { buildStreamConfig, type WantedConfig } from './stream-config.js';
import { checkShrink, planUpdate } from './update-plan.js';

const DEFAULT_TIMEOUT_MS = 5_000;
/** How often to look again while others make or delete the same bucket. */
const ATTEMPTS = 5;
/** Requests that fit into the time of an operation: one that a server was asked just before it ended is never answered. */
const PATIENT_REQUESTS = 2;
/** How long to wait before a server that has just refused for the moment is asked again. */
const DELAY_MS = 100;

/** Address of the JetStream API, and the time to wait for it. */
export interface JetStreamAccess {
  /** Prefix of an imported JetStream API of another account, such as `account.orders.JS.API`. Default: that of the connection. */
  readonly apiPrefix?: string | undefined;
  /** Milliseconds in which the server must answer a request. Default 5,000. */
  readonly timeoutMs?: number | undefined;
  /** Ends the call: it rejects with `ABORTED`. */
  readonly signal?: AbortSignal | undefined;
}

export const accessNames = {
  apiPrefix: true,
  timeoutMs: true,
  signal: true,
} as const satisfies OptionNames<JetStreamAccess>;

/** Options of `ensureBucket`. */
export interface EnsureBucketOptions extends BucketTraits, JetStreamAccess {
  /** Overrides the `allowShrink` of the declaration. */
  readonly allowShrink?: boolean | undefined;
  /** `true`: does not change a bucket that exists. Default `false`. */
  readonly onlyMissing?: boolean | undefined;
}

const ensureOptionNames = {
  ...accessNames,
  replicas: true,
  storage: true,
  republish: true,
  maxValueBytes: true,
  maxConsumers: true,
  allowPurge: true,
  fastIngest: true,
  allowShrink: true,
  onlyMissing: true,
} as const satisfies OptionNames<EnsureBucketOptions>;

/** The result of `ensureBucket`. */
export type EnsureOutcome = 'created' | 'updated' | 'unchanged';

/** The manager, and the error text for a failure, for one operation on one bucket. */
async function manageBucket(
  nc: NatsConnection,
  bucket: string,
  {
    operation,
    stream = bucketStream(bucket),
    requests = 1,
    ...access
  }: JetStreamAccess & { readonly operation: string; readonly stream?: string; readonly requests?: number },
): Promise<Attempt> {
  const { apiPrefix = apiPrefixOf(nc), timeoutMs = DEFAULT_TIMEOUT_MS, signal } = access;
  const timeout = timeoutMs / requests;
  const jsm = await jetstreamManager(nc, { apiPrefix, timeout, checkAPI: false });
  return { nc, jsm, bucket, operation, stream, subject: `${apiPrefix}.STREAM.*.${stream}`, timeoutMs, signal };
}

/**
 * Creates a bucket, or changes an existing one to match its declaration without losing data. You can call it again, and
 * several processes can call it at the same time. Properties that the declaration does not name, such as a placement, stay as
 * they are.
 *
 * @throws `INVALID_BUCKET` when the name or an option is not valid
 * @throws `INVALID_CONFIGURATION` when the declaration or the options have a field that does not exist
 * @throws `BUCKET_WOULD_SHRINK` when the ttl, history or size would become smaller and `allowShrink` is not set; the error lists
 *   the changes
 * @throws what a call on a bucket throws
 */
export async function ensureBucket(
  nc: NatsConnection,
  declaration: BucketDeclaration,
  options: EnsureBucketOptions = {},
): Promise<EnsureOutcome> {
  assertKnownOptions('ensureBucket', declaration, bucketDeclarationNames);
  assertKnownOptions('ensureBucket', options, ensureOptionNames);
  assertKnownOptions('ensureBucket republish', options.republish, republishNames);
  const wanted = buildStreamConfig(declaration, options);
  const allowShrink = options.allowShrink ?? declaration.allowShrink ?? false;
  const isKnown = knowsBatches(nc);
  return ensureStream(
    nc,
    {
      bucket: declaration.name,
      wanted,
      allowShrink,
      persist: declaration.persist,
      fastIngest: isKnown && options.fastIngest !== false,
    },
    { ...options, fastIngest: isKnown ? options.fastIngest : undefined },
  );
}

/** True for nats-server 2.14 and newer. */
const knowsBatches = (nc: NatsConnection): boolean => isAtLeast(nc, 14);

/** The extra settings of a new stream, if the server knows them. */
function newStreamExtras(
  nc: NatsConnection,
  { num_replicas: replicas = 1, storage }: WantedConfig,
  { persist, fastIngest }: Pick<WantedStream, 'persist' | 'fastIngest'>,
): Partial<StreamConfig> {
  const isAsync = persist === 'async' && replicas === 1 && storage !== StorageType.Memory && isAtLeast(nc, 12);
  return {
    // The server keeps atomic batches and this mode apart.
    ...(isAsync ? { persist_mode: PersistMode.Async } : {}),
    ...(fastIngest ? { allow_batched: true, ...(isAsync ? {} : { allow_atomic: true }) } : {}),
  };
}

interface WantedStream {
  readonly bucket: string;
  readonly wanted: WantedConfig;
  readonly allowShrink: boolean;
  /** For a new stream. */
  readonly fastIngest?: boolean;
  readonly persist?: 'async' | undefined;
}

/**
 * `ensureBucket` for any stream that is a bucket. A server that starts, or a cluster that chooses a leader, may refuse for a
 * moment. Then it asks again until the time of one request has passed.
 */
export async function ensureStream(
  nc: NatsConnection,
  wanted: WantedStream,
  options: EnsureBucketOptions,
): Promise<EnsureOutcome> {
  const how = { operation: 'create', stream: wanted.wanted.name, requests: PATIENT_REQUESTS };
  const where = await manageBucket(nc, wanted.bucket, { ...options, ...how });
  const deadline = performance.now() + where.timeoutMs;
  for (;;) {
    try {
      return await ensureOnce(nc, { where, ...wanted }, options);
    } catch (error) {
      if (!isPassing(nc, error) || deadline - performance.now() <= DELAY_MS) throw unanswered(error, where);
    }
    // Rejects when the signal fires, which the next attempt sees.
    await delay(DELAY_MS, undefined, { signal: where.signal }).catch(() => undefined);
  }
}

/** Whether a server with JetStream may do later what it refused now. */
const isPassing = ({ info }: NatsConnection, error: unknown): boolean =>
  info?.jetstream === true && (isSymphonyError(error, 'BUCKET_NOT_FOUND') || failureOf(error) !== 'final');

/** After a read, silence means that the bucket does not exist. Here it only means that the bucket was not made. */
function unanswered(error: unknown, { bucket, operation, subject, timeoutMs }: Attempt): unknown {
  if (!isSymphonyError(error, 'BUCKET_NOT_FOUND')) return error;
  const { cause } = error;
  if (isError(cause) && cause.name === 'TimeoutError') return new TimeoutError({ subject, timeoutMs }, { cause });
  const reason = 'it could not be made: JetStream is out of reach for the moment';
  return new SymphonyError('STORAGE_UNAVAILABLE', { bucket, operation, reason }, { cause: error });
}

async function ensureOnce(
  nc: NatsConnection,
  { where, bucket, wanted, allowShrink, persist, fastIngest = false }: WantedStream & { readonly where: Attempt },
  options: EnsureBucketOptions,
): Promise<EnsureOutcome> {
  const { jsm } = where;
  for (let count = 0; count < ATTEMPTS; count++) {
    const now = await attempt(where, () => readConfig(jsm, wanted.name));
    if (!now) {
      if (await attempt(where, () => addStream(jsm, wanted, newStreamExtras(nc, wanted, { persist, fastIngest }))))
        return 'created';
      continue;
    }
    if (options.onlyMissing) return 'unchanged';
    const changes = allowShrink ? [] : checkShrink(now, wanted);
    if (changes.length > 0) throw new SymphonyError('BUCKET_WOULD_SHRINK', { bucket, changes });
    const update = planUpdate(now, wanted, options);
    if (!update) return 'unchanged';
    await attempt({ ...where, operation: 'update' }, () => jsm.streams.update(wanted.name, update));
    return 'updated';
  }
  const reason = 'others create and delete it all the time';
  throw new SymphonyError('STORAGE_FAILED', { bucket, operation: 'create', reason });
}

async function readConfig(jsm: JetStreamManager, stream: string): Promise<StreamConfig | undefined> {
  try {
    return (await jsm.streams.info(stream)).config;
  } catch (error) {
    if (isStreamNotFound(error)) return undefined;
    throw error;
  }
}

/** False if there is a stream of this name by now, with another configuration. */
async function addStream(jsm: JetStreamManager, wanted: WantedConfig, extras: Partial<StreamConfig>): Promise<boolean> {
  try {
    await jsm.streams.add({ ...wanted, ...extras });
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === jetStreamCodes.streamNameInUse) return false;
    // While a cluster is upgraded, its leader may be older than the server we are connected to.
    if (code === jetStreamCodes.invalidJson && Object.keys(extras).length > 0) return addStream(jsm, wanted, {});
    throw error;
  }
}

/**
 * Deletes a bucket and all its data. Resolves to `false` if the bucket does not exist.
 *
 * @throws `INVALID_CONFIGURATION` when an option does not exist
 */
export async function deleteBucket(nc: NatsConnection, name: string, options: JetStreamAccess = {}): Promise<boolean> {
  assertKnownOptions('deleteBucket', options, accessNames);
  assertBucketName(name);
  return deleteStream(nc, { bucket: name, stream: bucketStream(name) }, options);
}

/** `deleteBucket` for any stream that holds a bucket. */
export async function deleteStream(
  nc: NatsConnection,
  { bucket, stream }: { readonly bucket: string; readonly stream: string },
  options: JetStreamAccess,
): Promise<boolean> {
  const where = await manageBucket(nc, bucket, { ...options, operation: 'delete', stream });
  return attempt(where, async () => {
    try {
      return await where.jsm.streams.delete(stream);
    } catch (error) {
      if (isStreamNotFound(error)) return false;
      throw error;
    }
  });
}
