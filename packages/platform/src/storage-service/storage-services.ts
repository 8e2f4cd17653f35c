import type { NatsConnection } from '@nats-io/nats-core';
import {
  isPrefix,
  KeyNotFoundError,
  type Logger,
  type StorageChange,
  type StorageEntry,
  type StorageHistoryReply,
  type StorageListReply,
  type StorageOperation,
  type StoragePutReply,
  StorageRequest,
  type StorageWatchReply,
  SymphonyError,
} from '@symphony-ts/contract';
import { assertFilter, assertKey, assertStoredKey } from '@symphony-ts/storage/internal';
import type { PlatformService, ServiceRequest } from '../services/platform-service.js';
import { AccountBucket, type StoredChange } from './account-bucket.js';
import { existingBuckets, listAccountBuckets } from './account-buckets.js';
import { type ExtensionBuckets, mayAccess, resolveBucket, type StorageCaller } from './bucket-access.js';
import { carryValue, storeValue } from './stored-value.js';

/** The parts that the storage services use. */
export interface StorageParts {
  /** The connection that reaches into the extensions' accounts. */
  readonly hub: NatsConnection;
  /** All registered extensions. */
  readonly declared: () => readonly ExtensionBuckets[];
  /** Whether the key of a user, by its public NKey, holds a right. */
  readonly holds: (nkey: string | undefined, right: string) => boolean;
}

/** Room for headers and subject beside the payload. */
const HEADER_ROOM = 4096;

/** How long a `watch` waits for a change by default. */
const WATCH_MS = 20_000;

/**
 * `storage.get`, `.put`, `.delete`, `.list`, `.history` and `.watch`: buckets for clients without JetStream. They work with the buckets
 * of registered extensions, declared or made at run time, and only where the caller holds the right.
 */
export function storageServices(parts: StorageParts): readonly PlatformService[] {
  const service = (
    name: string,
    operation: StorageOperation,
    handle: (call: StorageCall) => Promise<object>,
  ): PlatformService => ({
    name: `storage.${name}`,
    handle: async (request) => assertFits(await handle(readCall(parts, operation, request)), parts.hub),
  });
  return [
    service('get', 'get', get),
    service('put', 'put', put),
    service('delete', 'delete', remove),
    service('list', 'list', list),
    // Both show values, as `get` does.
    service('history', 'get', history),
    service('watch', 'get', watch),
  ];
}

interface StorageCall {
  readonly parts: StorageParts;
  readonly operation: StorageOperation;
  readonly caller: StorageCaller;
  readonly request: StorageRequest;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

function readCall(parts: StorageParts, operation: StorageOperation, given: ServiceRequest): StorageCall {
  const request = StorageRequest.parse(given.body ?? {});
  if (request.prefix !== undefined && !isPrefix(request.prefix)) {
    throw new SymphonyError('INVALID_REQUEST', { reason: `'${request.prefix}' is not a prefix` });
  }
  const caller = { name: given.caller, holds: (right: string) => parts.holds(given.nkey, right) };
  return { parts, operation, caller, request, logger: given.logger, signal: given.signal };
}

/** The bucket and, for all but lists, the key that a call is about. */
async function openBucket({ parts, operation, caller, request }: StorageCall) {
  const { bucket, prefix } = request;
  if (bucket === undefined) throw new SymphonyError('INVALID_REQUEST', { reason: 'it names no bucket' });
  const address = await resolveBucket(caller, { bucket, prefix }, operation, {
    extensions: parts.declared(),
    existing: (candidates) => existingBuckets(parts.hub, candidates),
  });
  return { name: bucket, stored: new AccountBucket(parts.hub, address) };
}

async function openKey(call: StorageCall) {
  const { name, stored } = await openBucket(call);
  const { key } = call.request;
  assertStoredKey(name, key);
  return { name, stored, key };
}

async function get(call: StorageCall): Promise<StorageEntry> {
  const { name, stored, key } = await openKey(call);
  const entry = await stored.get(key);
  if (!entry) throw new KeyNotFoundError({ bucket: name, key });
  const { data, revision, created } = entry;
  return { key, ...carryValue(data), revision, created: created.toISOString() };
}

async function put(call: StorageCall): Promise<StoragePutReply> {
  const { name, stored, key } = await openKey(call);
  assertKey(name, key);
  return { key, revision: await stored.put(key, storeValue(call.request), call.request.revision) };
}

async function remove(call: StorageCall): Promise<object> {
  const { stored, key } = await openKey(call);
  await stored.delete(key, call.request.revision);
  return {};
}

async function history(call: StorageCall): Promise<StorageHistoryReply> {
  const { stored, key } = await openKey(call);
  const { changes, isMore } = await stored.history(key, call.request.after);
  return { changes: changes.map(carryChange), isMore };
}

async function watch(call: StorageCall): Promise<StorageWatchReply> {
  const { bucket, key: filter = '>', after, waitMs = WATCH_MS } = call.request;
  assertFilter(bucket ?? '', filter);
  const { stored } = await openBucket(call);
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(waitMs)]);
  const { changes, revision, isMore } = await stored.changes(filter, { after, signal });
  return { changes: changes.map(carryChange), revision, isMore };
}

const carryChange = ({ key, data, revision, created }: StoredChange): StorageChange => ({
  key,
  revision,
  created: created.toISOString(),
  ...(data === undefined ? { operation: 'delete' } : { operation: 'put', ...carryValue(data) }),
});

/** Without a bucket the buckets, otherwise its keys; `key` is a filter then. */
async function list(call: StorageCall): Promise<StorageListReply> {
  const { bucket, key: filter = '>', after } = call.request;
  if (bucket === undefined) return { buckets: await visibleBuckets(call) };
  assertFilter(bucket, filter);
  const { stored } = await openBucket(call);
  const { keys, ...page } = await stored.keys(filter, after);
  return { keys: [...keys], ...(after === undefined ? {} : page) };
}

type ListedBucket = NonNullable<StorageListReply['buckets']>[number];

async function visibleBuckets({ parts, caller, logger }: StorageCall): Promise<ListedBucket[]> {
  const all = await Promise.all(parts.declared().map((extension) => bucketsOf(extension, parts.hub, logger)));
  return all.flat().filter(({ prefix, name }) => mayAccess(caller, { prefix, bucket: name }, 'list'));
}

/** The declared buckets of an extension, followed by those that it made at run time. */
async function bucketsOf(
  { prefix, buckets }: ExtensionBuckets,
  hub: NatsConnection,
  logger: Logger,
): Promise<ListedBucket[]> {
  const declared = buckets.filter((bucket) => !bucket.object_store);
  const names = new Set(declared.map(({ name }) => name));
  const found = await listAccountBuckets(hub, prefix).catch((error: unknown) => {
    logger.warn('buckets made at run time are not listed', { prefix, err: error });
    return [];
  });
  const made = found.filter(({ name }) => !names.has(name));
  return [...declared, ...made].map(({ name, description }) => ({ prefix, name, description }));
}

/** Base64 makes a value longer than it is stored, and a list has no limit of its own. */
function assertFits(reply: object, { info }: NatsConnection): object {
  const bytes = new TextEncoder().encode(JSON.stringify(reply)).byteLength;
  const maxBytes = (info?.max_payload ?? 2 ** 20) - HEADER_ROOM;
  if (bytes > maxBytes) throw new SymphonyError('PAYLOAD_TOO_LARGE', { bytes, maxBytes });
  return reply;
}
