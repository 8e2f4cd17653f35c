import { DeliverPolicy, jetstream, jetstreamManager, type StoredMsg } from '@nats-io/jetstream';
import { headers as createHeaders, type NatsConnection } from '@nats-io/nats-core';
import { BucketNotFoundError, bucketStream, isSymphonyError, SymphonyError, toError } from '@symphony-ts/contract';
import { accountJetStream, accountKeyValue } from '../operator/platform-subjects.js';

/** A bucket in the account of an extension, reached from outside. */
export interface BucketAddress {
  readonly prefix: string;
  readonly bucket: string;
}

/** A value as it is stored. */
export interface StoredBytes {
  readonly data: Uint8Array;
  readonly revision: number;
  readonly created: Date;
}

const TIMEOUT_MS = 5_000;
const OPERATION = 'KV-Operation';
const STREAM_NOT_FOUND = 10059;
/** Keys that are fetched at a time. */
const BATCH = 500;

/**
 * What the storage service does with one bucket. A push consumer cannot deliver across accounts, so keys are pulled, and
 * values are read from the leader, so that a client sees what it has just written.
 */
export class AccountBucket {
  readonly #nc: NatsConnection;
  readonly #address: BucketAddress;
  readonly #stream: string;

  constructor(nc: NatsConnection, address: BucketAddress) {
    this.#nc = nc;
    this.#address = address;
    this.#stream = bucketStream(address.bucket);
  }

  async exists(): Promise<boolean> {
    try {
      await this.#assertExists('find');
      return true;
    } catch (error) {
      if (isSymphonyError(error, 'BUCKET_NOT_FOUND')) return false;
      throw error;
    }
  }

  /** `undefined` for a key that is not there, or was taken away. */
  async get(key: string): Promise<StoredBytes | undefined> {
    const stored = await this.#attempt('get', async (): Promise<StoredMsg | null> => {
      const { streams } = await this.#manager();
      return await streams.getMessage(this.#stream, { last_by_subj: `$KV.${this.#address.bucket}.${key}` });
    });
    if (!stored || stored.header.has(OPERATION)) return undefined;
    return { data: stored.data, revision: stored.seq, created: stored.time };
  }

  /** Resolves with the revision once the server has stored it. */
  async put(key: string, data: Uint8Array): Promise<number> {
    return await this.#write('put', key, data);
  }

  /** Takes a key away; one that is not there is no error. */
  async delete(key: string): Promise<void> {
    await this.#write('delete', key, new Uint8Array(), 'DEL');
  }

  /** The keys that hold a value and fit the filter. */
  async keys(filter: string): Promise<readonly string[]> {
    return await this.#attempt('list', async () => {
      const { consumers } = jetstream(this.#nc, this.#options());
      const subject = `$KV.${this.#address.bucket}.`;
      const consumer = await consumers.get(this.#stream, {
        filter_subjects: `${subject}${filter}`,
        deliver_policy: DeliverPolicy.LastPerSubject,
        headers_only: true,
      });
      const keys: string[] = [];
      // More than a message holds are not answered, and need not be kept until that is found.
      const maxBytes = this.#nc.info?.max_payload ?? 2 ** 20;
      let bytes = 0;
      let { num_pending: pending } = await consumer.info();
      while (pending > 0) {
        const batch = await consumer.fetch({ max_messages: Math.min(pending, BATCH), expires: TIMEOUT_MS });
        let got = 0;
        for await (const message of batch) {
          got += 1;
          if (message.headers?.has(OPERATION)) continue;
          keys.push(message.subject.slice(subject.length));
          bytes += message.subject.length;
        }
        if (bytes > maxBytes) throw new SymphonyError('PAYLOAD_TOO_LARGE', { bytes, maxBytes });
        if (got === 0) throw new Error('the server stopped in the middle of the list');
        pending -= got;
      }
      return keys;
    });
  }

  async #write(operation: string, key: string, data: Uint8Array, marker?: string): Promise<number> {
    // The write's subject belongs to whichever bucket the server has: one that is not there must not be waited for.
    await this.#assertExists(operation);
    return await this.#attempt(operation, async () => {
      const headers = createHeaders();
      if (marker !== undefined) headers.set(OPERATION, marker);
      const subject = `${accountKeyValue(this.#address.prefix)}.${this.#address.bucket}.${key}`;
      const answer = await this.#nc.request(subject, data, { timeout: TIMEOUT_MS, headers });
      const { seq, error } = answer.json<{ seq?: number; error?: { description: string } }>();
      if (seq === undefined) throw new Error(error?.description ?? 'the server did not say where it stored it');
      return seq;
    });
  }

  async #assertExists(operation: string): Promise<void> {
    await this.#attempt(operation, async () => (await this.#manager()).streams.info(this.#stream));
  }

  #options() {
    return { apiPrefix: accountJetStream(this.#address.prefix), timeout: TIMEOUT_MS };
  }

  #manager() {
    return jetstreamManager(this.#nc, { ...this.#options(), checkAPI: false });
  }

  async #attempt<T>(operation: string, run: () => Promise<T>): Promise<T> {
    const { bucket } = this.#address;
    try {
      return await run();
    } catch (error) {
      if (isSymphonyError(error, 'PAYLOAD_TOO_LARGE')) throw error;
      const cause = toError(error);
      if (Reflect.get(cause, 'code') === STREAM_NOT_FOUND) throw new BucketNotFoundError({ bucket }, { cause });
      throw new SymphonyError('STORAGE_FAILED', { bucket, operation, reason: cause.message }, { cause });
    }
  }
}
