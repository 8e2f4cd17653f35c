import { randomUUID } from 'node:crypto';
import { type JetStreamClient, jetstream, jetstreamManager, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { silentLogger } from '@symphony-ts/contract';
import { whenJetStreamAnswers } from '../kit/when-jetstream-answers.js';
import { AUDIT_STREAM, AUDIT_SUBJECT, AuditEntry } from './audit-entry.js';

/** Entries are kept for as long as there is room. */
const MAX_BYTES = 256 * 2 ** 20;
/** Characters of one entry. */
const MAX_ENTRY = 4_096;
/** A server that starts drops what comes before it has read a stream, so that waiting longer does not help. */
const ATTEMPT_MS = 750;
const PATIENCE_MS = 5_000;

/** The log of what administrators change: appended to, never changed. */
export class AuditLog {
  readonly #js: JetStreamClient;
  readonly #now: () => number;

  constructor(js: JetStreamClient, now: () => number) {
    this.#js = js;
    this.#now = now;
  }

  /** Appends an entry; resolves when the server has stored it. */
  async write(entry: Omit<AuditEntry, 'at'>): Promise<void> {
    const line: AuditEntry = { at: new Date(this.#now()).toISOString(), ...entry };
    // The stream drops the second of two messages with the same id, so that an entry may be sent again.
    const options = { msgID: randomUUID(), timeout: ATTEMPT_MS };
    const publish = () => this.#js.publish(`${AUDIT_SUBJECT}.${entry.action}`, bounded(line), options);
    await whenJetStreamAnswers(publish, { logger: silentLogger, patienceMs: PATIENCE_MS });
  }

  /** The latest entries, newest first. */
  async latest(count: number): Promise<AuditEntry[]> {
    const manager = await this.#js.jetstreamManager(false);
    const { last_seq, first_seq } = (await manager.streams.info(AUDIT_STREAM)).state;
    const entries: AuditEntry[] = [];
    for (let seq = last_seq; seq >= Math.max(1, first_seq) && entries.length < count; seq -= 1) {
      const stored = await manager.streams.getMessage(AUDIT_STREAM, { seq });
      if (stored) entries.push(AuditEntry.parse(stored.json()));
    }
    return entries;
  }
}

/** The entry as text; one with more details than fit is written without them, so that nobody can push out the others with a few. */
function bounded(entry: AuditEntry): string {
  const text = JSON.stringify(entry);
  if (text.length <= MAX_ENTRY) return text;
  const details = { cut: `${text.length} characters` };
  return JSON.stringify({ ...entry, actor: entry.actor.slice(0, 200), target: entry.target.slice(0, 200), details });
}

/** Opens the log, making its stream on first use. */
export async function openAuditLog(nc: NatsConnection, replicas: number, now: () => number): Promise<AuditLog> {
  const manager = await jetstreamManager(nc, { checkAPI: false });
  const config = {
    name: AUDIT_STREAM,
    description: 'What administrators change',
    subjects: [`${AUDIT_SUBJECT}.>`],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    num_replicas: replicas,
    max_bytes: MAX_BYTES,
    deny_delete: true,
    deny_purge: true,
  };
  const names = await manager.streams.names(`${AUDIT_SUBJECT}.key.create`).next();
  if (!names.includes(AUDIT_STREAM)) await manager.streams.add(config);
  return new AuditLog(jetstream(nc), now);
}
