import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { bucketStream, isReservedBucket } from '@symphony-ts/contract';
import { accountJetStream } from '../operator/platform-subjects.js';
import { AccountBucket, type BucketAddress } from './account-bucket.js';

/** An existing bucket, declared or made at run time. */
export interface FoundBucket {
  readonly name: string;
  readonly description: string;
}

/** Less than a caller waits: one account that is slow leaves the others in the list. */
const TIMEOUT_MS = 2_000;
const STREAM = bucketStream('');

/**
 * The key-value buckets in the account of an extension, by name: declared ones, and those made at run time. Callers that ask
 * while an answer is on its way share that answer, because a list of all extensions asks every account, and everybody may ask
 * for it.
 */
export function listAccountBuckets(nc: NatsConnection, prefix: string): Promise<readonly FoundBucket[]> {
  const ofConnection = underWay.get(nc) ?? new Map<string, Promise<readonly FoundBucket[]>>();
  underWay.set(nc, ofConnection);
  const known = ofConnection.get(prefix);
  if (known) return known;
  const asked = askForBuckets(nc, prefix).finally(() => ofConnection.delete(prefix));
  ofConnection.set(prefix, asked);
  return asked;
}

const underWay = new WeakMap<NatsConnection, Map<string, Promise<readonly FoundBucket[]>>>();

async function askForBuckets(nc: NatsConnection, prefix: string): Promise<readonly FoundBucket[]> {
  const options = { apiPrefix: accountJetStream(prefix), timeout: TIMEOUT_MS, checkAPI: false };
  const { streams } = await jetstreamManager(nc, options);
  const found: FoundBucket[] = [];
  for await (const { config } of streams.list()) {
    const name = config.name.slice(STREAM.length);
    if (!config.name.startsWith(STREAM) || isReservedBucket(name)) continue;
    found.push({ name, description: config.description ?? '' });
  }
  return found.sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** The candidates that exist, in the given order. */
export async function existingBuckets(
  nc: NatsConnection,
  candidates: readonly BucketAddress[],
): Promise<readonly BucketAddress[]> {
  const isThere = await Promise.all(candidates.map((address) => new AccountBucket(nc, address).exists()));
  return candidates.filter((_, index) => isThere[index]);
}
