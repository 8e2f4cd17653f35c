import {
  DeliverPolicy,
  type JsMsg,
  jetstream,
  jetstreamManager,
  type OrderedConsumerOptions,
  type StoredMsg,
} from '@nats-io/jetstream';
import { headers as createHeaders, type NatsConnection } from '@nats-io/nats-core';
import {
  BucketNotFoundError,
  bucketStream,
  bucketSubject,
  errorCode,
  isSymphonyError,
  jetStreamCodes,
  RevisionConflictError,
  SymphonyError,
  toError,
} from '@symphony-ts/contract';
import { EXPECTED_HEADER, OPERATION_HEADER, operationOf, operations } from '@symphony-ts/storage/internal';
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
/** Keys that are fetched at a time. */
const BATCH = 500;
/** Longer than anybody waits for a change. */
const WAIT_MS = 25_000;

/** A revision of a key. Without data, the key was deleted. */
export interface StoredChange {
  readonly key: string;
  readonly data: Uint8Array | undefined;
  readonly revision: number;
  readonly created: Date;
}

/** Changes in their order, and the revision after which others come. */
export interface StoredChanges {
  readonly changes: readonly StoredChange[];
  readonly revision: number;
  readonly isMore: boolean;
}

/** Keys in the order of their revisions, and the revision after which others come. */
export interface StoredKeys {
  readonly keys: readonly string[];
  readonly revision: number;
  readonly isMore: boolean;
}

/** Which changes are asked for, and until when they are waited for. */
export interface ChangesQuery {
  readonly after: number | undefined;
  readonly signal: AbortSignal;
}

/** The contents of a write. */
interface Write {
  readonly data: Uint8Array;
  readonly revision: number | undefined;
  readonly marker?: string;
}

const startAfter = (revision: number) => ({ deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: revision + 1 });

/**
 * The operations of the storage service on one bucket. A push consumer cannot deliver to another account, so keys are pulled.
 * Values are read from the leader, so a client sees what it has just written.
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

  /** `undefined` for a key that does not exist or was deleted. */
  async get(key: string): Promise<StoredBytes | undefined> {
    const stored = await this.#attempt('get', () => this.#last(key));
    if (!stored || operationOf(stored.header) !== 'put') return undefined;
    return { data: stored.data, revision: stored.seq, created: stored.time };
  }

  /**
   * Writes a value, and resolves to its revision once the server has stored it. With `revision`, it writes only if that is the
   * present revision of the key; 0 means a key without a value. Throws `REVISION_CONFLICT`.
   */
  async put(key: string, data: Uint8Array, revision?: number): Promise<number> {
    return await this.#write('put', key, { data, revision });
  }

  /** Deletes a key. It is not an error if the key has no value. `revision` has the same meaning as for `put`. */
  async delete(key: string, revision?: number): Promise<void> {
    await this.#write('delete', key, { data: new Uint8Array(), revision, marker: operations.delete });
  }

  /** The stored revisions of a key that follow `after`, the oldest first, as many as fit into one message. */
  async history(key: string, after = 0): Promise<Omit<StoredChanges, 'revision'>> {
    return await this.#attempt('history', () => this.#collect(key, startAfter(after)));
  }

  /**
   * The changes of keys that match the filter. Without `after`, these are the present values. Otherwise they are the changes
   * after that revision; it waits for them until `signal` aborts.
   */
  async changes(filter: string, { after, signal }: ChangesQuery): Promise<StoredChanges> {
    return await this.#attempt('watch', async () => {
      if (after !== undefined) {
        const found = await this.#collect(filter, startAfter(after), signal);
        return { ...found, revision: found.changes.at(-1)?.revision ?? after };
      }
      // Read first: a value that is written between this request and the list is in the list, or comes after this revision.
      const { state } = await (await this.#manager()).streams.info(this.#stream);
      const found = await this.#collect(filter, { deliver_policy: DeliverPolicy.LastPerSubject });
      const last = found.changes.at(-1)?.revision ?? 0;
      return { ...found, revision: found.isMore ? last : Math.max(last, state.last_seq) };
    });
  }

  /** The messages of a consumer: those that are there, or the first ones that come until `until` aborts. */
  async #collect(
    filter: string,
    start: Partial<OrderedConsumerOptions>,
    until: AbortSignal = AbortSignal.abort(),
  ): Promise<Omit<StoredChanges, 'revision'>> {
    const subject = bucketSubject(this.#address.bucket, '');
    const { consumers } = jetstream(this.#nc, this.#options());
    const consumer = await consumers.get(this.#stream, { filter_subjects: `${subject}${filter}`, ...start });
    try {
      const { num_pending: pending } = await consumer.info();
      if (pending === 0 && until.aborted) return { changes: [], isMore: false };
      const expires = pending === 0 ? WAIT_MS : TIMEOUT_MS;
      const batch = await consumer.fetch({ max_messages: BATCH, expires });
      const stop = (): void => batch.stop();
      if (pending === 0) until.addEventListener('abort', stop, { once: true });
      const changes: StoredChange[] = [];
      // A change is carried in base64 at worst, and has to fit into one message with the others.
      let room = (this.#nc.info?.max_payload ?? 2 ** 20) / 2;
      let isMore = false;
      for await (const message of batch) {
        const isDeleted = operationOf(message.headers) !== 'put';
        changes.push({
          key: message.subject.slice(subject.length),
          data: isDeleted ? undefined : message.data,
          revision: message.seq,
          created: new Date(message.time),
        });
        room -= message.data.length + message.subject.length + 200;
        isMore = message.info.pending > 0;
        if (!isMore || room <= 0 || changes.length === BATCH) break;
      }
      until.removeEventListener('abort', stop);
      return { changes, isMore };
    } finally {
      await consumer.delete().catch(() => false); // The server removes it when nobody asks it any more.
    }
  }

  /**
   * The keys with a value that match the filter. With `after`, these are keys with a higher revision, as many as fit into one
   * message; a key that is written between two pages may be on both. Throws `PAYLOAD_TOO_LARGE` without `after` if they do not
   * fit.
   */
  async keys(filter: string, after?: number): Promise<StoredKeys> {
    return await this.#attempt('list', async () => {
      const maxBytes = this.#nc.info?.max_payload ?? 2 ** 20;
      const keys: string[] = [];
      let bytes = 0;
      let revision = after ?? 0;
      for await (const message of this.#latest(filter)) {
        if (message.seq <= revision) continue;
        if (after !== undefined && bytes > maxBytes / 2) return { keys, revision, isMore: true };
        revision = message.seq;
        if (operationOf(message.headers) !== 'put') continue;
        const key = message.subject.slice(bucketSubject(this.#address.bucket, '').length);
        keys.push(key);
        // The length as JSON. If there are more keys than a message can contain, reading stops here.
        bytes += JSON.stringify(key).length + 1;
        if (after === undefined && bytes > maxBytes) throw new SymphonyError('PAYLOAD_TOO_LARGE', { bytes, maxBytes });
      }
      return { keys, revision, isMore: false };
    });
  }

  /** The last message of each key that fits the filter, without its value, in the order of revisions. */
  async *#latest(filter: string): AsyncGenerator<JsMsg> {
    const { consumers } = jetstream(this.#nc, this.#options());
    const consumer = await consumers.get(this.#stream, {
      filter_subjects: bucketSubject(this.#address.bucket, filter),
      deliver_policy: DeliverPolicy.LastPerSubject,
      headers_only: true,
    });
    try {
      let { num_pending: pending } = await consumer.info();
      while (pending > 0) {
        const batch = await consumer.fetch({ max_messages: Math.min(pending, BATCH), expires: TIMEOUT_MS });
        let got = 0;
        for await (const message of batch) {
          got += 1;
          yield message;
        }
        if (got === 0) throw new Error('the server stopped in the middle of the list');
        pending -= got;
      }
    } finally {
      await consumer.delete().catch(() => false); // The server removes it when nobody asks it any more.
    }
  }

  async #write(operation: string, key: string, { data, revision, marker }: Write): Promise<number> {
    // The server may have another stream with the subject of the write. Checking first avoids waiting for a bucket that does
    // not exist.
    await this.#assertExists(operation);
    return await this.#attempt(operation, async () => {
      const headers = createHeaders();
      if (marker !== undefined) headers.set(OPERATION_HEADER, marker);
      const expected = revision === 0 ? await this.#deletedAt(key) : revision;
      if (expected !== undefined) headers.set(EXPECTED_HEADER, String(expected));
      const subject = `${accountKeyValue(this.#address.prefix)}.${this.#address.bucket}.${key}`;
      const answer = await this.#nc.request(subject, data, { timeout: TIMEOUT_MS, headers });
      const { seq, error } = answer.json<{ seq?: number; error?: { err_code?: number; description: string } }>();
      if (error?.err_code === jetStreamCodes.wrongLastSequence && revision !== undefined)
        throw await this.#conflict(key, revision);
      // The error comes first: a write that was refused is at sequence 0, which is a number, too.
      if (error) throw new Error(error.description);
      if (seq !== undefined) return seq;
      throw new Error('the server did not say where it stored it');
    });
  }

  /** The revision of a key without a value: 0, or the revision that deleted it. */
  async #deletedAt(key: string): Promise<number> {
    const stored = await this.#last(key);
    return stored && operationOf(stored.header) !== 'put' ? stored.seq : 0;
  }

  async #conflict(key: string, expected: number): Promise<RevisionConflictError> {
    const stored = await this.#last(key);
    const actual = stored && operationOf(stored.header) === 'put' ? stored.seq : undefined;
    return new RevisionConflictError({ bucket: this.#address.bucket, key, expected, actual });
  }

  async #last(key: string): Promise<StoredMsg | null> {
    const { streams } = await this.#manager();
    return await streams.getMessage(this.#stream, { last_by_subj: bucketSubject(this.#address.bucket, key) });
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
      if (isSymphonyError(error, 'PAYLOAD_TOO_LARGE') || isSymphonyError(error, 'REVISION_CONFLICT')) throw error;
      const cause = toError(error);
      if (errorCode(cause) === jetStreamCodes.streamNotFound) throw new BucketNotFoundError({ bucket }, { cause });
      throw new SymphonyError('STORAGE_FAILED', { bucket, operation, reason: cause.message }, { cause });
    }
  }
}
