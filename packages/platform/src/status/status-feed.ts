import type { Msg, NatsConnection, Subscription } from '@nats-io/nats-core';
import { JetStreamApiCodes, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import {
  STATUS_BUCKET,
  StatusEntry,
  bucketStream,
  parseStatusKey,
  statusSubject,
  type Logger,
} from '@symphony-ts/contract';
import { accountJetStream } from '../accounts/platform-subjects.js';
import { errorCode } from '../error-code.js';
import type { StatusBoard } from './status-board.js';

const KEY_SUBJECT = `$KV.${STATUS_BUCKET}.`;
const ALL = `${statusSubject('*')}.>`;

/** Fills the board from the status buckets of all extensions' accounts. */
export class StatusFeed {
  readonly #nc: NatsConnection;
  readonly #board: StatusBoard;
  readonly #logger: Logger;
  readonly #subscription: Subscription;

  constructor(nc: NatsConnection, board: StatusBoard, logger: Logger) {
    this.#nc = nc;
    this.#board = board;
    this.#logger = logger;
    this.#subscription = nc.subscribe(ALL, {
      callback: (error, message) => (error ? this.#refused(error) : this.#take(message)),
    });
  }

  /** Reads what an extension's bucket holds already. An extension that never registered has none: nothing to read. */
  async readInitial(prefix: string): Promise<void> {
    const manager = await jetstreamManager(this.#nc, { apiPrefix: accountJetStream(prefix), checkAPI: false });
    for (const subject of await subjectsOf(manager)) {
      const stored = await manager.streams.getMessage(bucketStream(STATUS_BUCKET), { last_by_subj: subject });
      if (!stored || stored.header.get('KV-Operation') !== '') continue;
      const key = subject.slice(KEY_SUBJECT.length);
      this.#put({ prefix, key, data: stored.data, ageMs: Date.now() - stored.time.getTime() });
    }
  }

  stop(): void {
    this.#subscription.unsubscribe();
  }

  #refused(error: Error): void {
    this.#logger.error('the platform may not listen to statuses', { reason: error.message });
  }

  #take(message: Msg): void {
    const [, , prefix = '', ...key] = message.subject.split('.');
    if (message.headers?.has('KV-Operation')) {
      const parsed = parseStatusKey(key.join('.'));
      if (parsed?.prefix === prefix) this.#board.remove(prefix, parsed.instanceId);
      return;
    }
    this.#put({ prefix, key: key.join('.'), data: message.data, ageMs: 0 });
  }

  /** `prefix` comes from the account and can be trusted; key and contents are the extension's word. */
  #put({ prefix, key, data, ageMs }: { prefix: string; key: string; data: Uint8Array; ageMs: number }): void {
    const parsed = parseStatusKey(key);
    const entry = StatusEntry.safeParse(readJson(data));
    const isOwn = parsed?.prefix === prefix && entry.data?.prefix === prefix;
    if (isOwn && entry.data?.instanceId === parsed.instanceId) this.#board.set(entry.data, ageMs);
    else this.#logger.warn('a status entry was ignored', { prefix, key });
  }
}

async function subjectsOf(manager: JetStreamManager): Promise<string[]> {
  try {
    const info = await manager.streams.info(bucketStream(STATUS_BUCKET), { subjects_filter: '>' });
    return Object.keys(info.state.subjects ?? {});
  } catch (error) {
    if (errorCode(error) === JetStreamApiCodes.StreamNotFound) return [];
    throw error;
  }
}

function readJson(data: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(data));
  } catch {
    return undefined; // told apart from an entry by the schema that reads it next
  }
}
