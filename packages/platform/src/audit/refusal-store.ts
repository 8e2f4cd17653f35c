import { randomUUID } from 'node:crypto';
import { type JetStreamClient, jetstream, jetstreamManager, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { silentLogger } from '@symphony-ts/contract';
import { whenJetStreamAnswers } from '../kit/when-jetstream-answers.js';
import { REFUSAL_STREAM, REFUSAL_SUBJECT, RefusalEntry } from './refusal-entry.js';
import { StoredEntries } from './stored-entries.js';

/**
 * Entries of one code. Beyond that, its oldest entries are removed, so strangers who fail to sign in only remove each other's
 * entries.
 */
const MOST_OF_ONE_CODE = 10_000;
const MAX_BYTES = 32 * 2 ** 20;
const ATTEMPT_MS = 750;
const PATIENCE_MS = 5_000;
const TOKEN = /^\w{1,64}$/;

/** The part of the audit log with the refusals. It is separate from the changes, so that it takes no room from them. */
export class RefusalStore {
  readonly #js: JetStreamClient;
  readonly #entries: StoredEntries<RefusalEntry>;

  constructor(js: JetStreamClient) {
    this.#js = js;
    this.#entries = new StoredEntries({ js, stream: REFUSAL_STREAM, parse: (stored) => RefusalEntry.parse(stored) });
  }

  /** Appends an entry; resolves when the server has stored it. */
  async write(entry: RefusalEntry): Promise<void> {
    const code = TOKEN.test(entry.code) ? entry.code : 'other';
    // The stream drops the second of two messages with the same id, so that an entry may be sent again.
    const options = { msgID: randomUUID(), timeout: ATTEMPT_MS };
    const publish = () => this.#js.publish(`${REFUSAL_SUBJECT}.${code}`, JSON.stringify(entry), options);
    await whenJetStreamAnswers(publish, { logger: silentLogger, patienceMs: PATIENCE_MS });
  }

  /** All entries, the oldest first: for keeping them elsewhere. */
  all(): AsyncGenerator<RefusalEntry> {
    return this.#entries.all();
  }

  /** The latest entries, newest first. */
  async latest(count: number): Promise<RefusalEntry[]> {
    return await this.#entries.latest(count);
  }
}

/** Opens the store, making its stream on first use. */
export async function openRefusalStore(nc: NatsConnection, replicas: number): Promise<RefusalStore> {
  const manager = await jetstreamManager(nc, { checkAPI: false });
  const names = await manager.streams.names(`${REFUSAL_SUBJECT}.other`).next();
  if (!names.includes(REFUSAL_STREAM)) {
    await manager.streams.add({
      name: REFUSAL_STREAM,
      description: 'Who was refused what',
      subjects: [`${REFUSAL_SUBJECT}.*`],
      retention: RetentionPolicy.Limits,
      storage: StorageType.File,
      num_replicas: replicas,
      max_bytes: MAX_BYTES,
      max_msgs_per_subject: MOST_OF_ONE_CODE,
      deny_delete: true,
      deny_purge: true,
    });
  }
  return new RefusalStore(jetstream(nc));
}
