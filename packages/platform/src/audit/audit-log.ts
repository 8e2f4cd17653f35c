import { createHash, randomUUID } from 'node:crypto';
import { type JetStreamClient, jetstream, jetstreamManager, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { encodeBase32, httpPaths, type Logger, silentLogger } from '@symphony-ts/contract';
import type { Counters } from '../kit/counters.js';
import { whenJetStreamAnswers } from '../kit/when-jetstream-answers.js';
import { AUDIT_STREAM, AUDIT_SUBJECT, AuditEntry } from './audit-entry.js';
import { StoredEntries } from './stored-entries.js';

/** Entries are kept for as long as there is room. */
const MAX_BYTES = 256 * 2 ** 20;
/** Entries of one actor. Beyond that, the actor's oldest entries are removed, so nobody can remove the entries of others. */
const MOST_OF_ONE = 10_000;
/**
 * The share of the room at which a warning is logged, the number of writes between two checks, and the pause between warnings.
 */
const NEARLY_FULL = 0.8;
const LOOK_EVERY = 50;
const WARN_EVERY_MS = 3_600_000;
/** Characters of one entry. */
const MAX_ENTRY = 4_096;
/** A starting server drops messages until it has read a stream, so waiting longer does not help. */
const ATTEMPT_MS = 750;
const PATIENCE_MS = 5_000;

/** The parts that the log uses. */
export interface AuditParts {
  readonly now: () => number;
  readonly counters: Counters;
  readonly logger: Logger;
  /** Entries of one actor that are kept; default 10,000. */
  readonly mostOfOne?: number;
}

/** The log of changes by administrators. Entries are only added, never changed. */
export class AuditLog {
  readonly #js: JetStreamClient;
  readonly #parts: AuditParts;
  readonly #entries: StoredEntries<AuditEntry>;
  readonly #written = new Map<string, number>();
  readonly #warnedAt = new Map<string, number>();

  constructor(js: JetStreamClient, parts: AuditParts) {
    this.#js = js;
    this.#parts = parts;
    this.#entries = new StoredEntries({ js, stream: AUDIT_STREAM, parse: (stored) => AuditEntry.parse(stored) });
  }

  /** Appends an entry; resolves when the server has stored it. */
  async write(entry: Omit<AuditEntry, 'at'>): Promise<void> {
    const { now, counters } = this.#parts;
    const line: AuditEntry = { at: new Date(now()).toISOString(), ...entry };
    // The stream drops the second of two messages with the same id, so that an entry may be sent again.
    const options = { msgID: randomUUID(), timeout: ATTEMPT_MS };
    const subject = auditSubject(entry.actor);
    const publish = () => this.#js.publish(subject, bounded(line), options);
    await whenJetStreamAnswers(publish, { logger: silentLogger, patienceMs: PATIENCE_MS });
    counters.add('symphony_audit_entries_total', { action: entry.action });
    this.#lookAtRoom(entry.actor, subject);
  }

  /** All entries, the oldest first: for keeping them elsewhere. */
  all(): AsyncGenerator<AuditEntry> {
    return this.#entries.all();
  }

  /** The latest entries, newest first. */
  async latest(count: number): Promise<AuditEntry[]> {
    return await this.#entries.latest(count);
  }

  /** Checks the room after every few writes, so that a write costs nothing more. */
  #lookAtRoom(actor: string, subject: string): void {
    const written = (this.#written.get(subject) ?? 0) + 1;
    if (this.#written.size >= MOST_OF_ONE) this.#written.clear();
    this.#written.set(subject, written);
    if (written % LOOK_EVERY !== 0) return;
    this.#warnOfRoom(actor, subject).catch((error: unknown) => {
      this.#parts.logger.debug('the room of the audit log is not known', { err: error });
    });
  }

  async #warnOfRoom(actor: string, subject: string): Promise<void> {
    const manager = await this.#js.jetstreamManager(false);
    const { state } = await manager.streams.info(AUDIT_STREAM, { subjects_filter: subject });
    if (state.bytes >= MAX_BYTES * NEARLY_FULL) this.#warn('everybody', { bytes: state.bytes, most: MAX_BYTES });
    const own = state.subjects?.[subject] ?? 0;
    const most = this.#parts.mostOfOne ?? MOST_OF_ONE;
    if (own >= most * NEARLY_FULL) this.#warn(actor, { entries: own, most });
  }

  #warn(whose: string, fields: Readonly<Record<string, number>>): void {
    const now = this.#parts.now();
    if (now - (this.#warnedAt.get(whose) ?? -Infinity) < WARN_EVERY_MS) return;
    if (this.#warnedAt.size >= MOST_OF_ONE) this.#warnedAt.clear();
    this.#warnedAt.set(whose, now);
    const text = `the audit log is nearly full, and its oldest entries will go: export it (GET ${httpPaths.auditExport})`;
    this.#parts.logger.warn(text, { actor: whose, ...fields });
  }
}

/** The entry as text. A long entry is written without its details, so that a few of them cannot push out all others. */
function bounded(entry: AuditEntry): string {
  const text = JSON.stringify(entry);
  if (text.length <= MAX_ENTRY) return text;
  const details = { cut: `${text.length} characters` };
  return JSON.stringify({ ...entry, actor: entry.actor.slice(0, 200), target: entry.target.slice(0, 200), details });
}

const TOKEN = /^[A-Za-z0-9_-]{1,64}$/;

/** The subject for the entries of one actor. A name that cannot be part of a subject is replaced by its hash. */
function auditSubject(actor: string): string {
  const token = TOKEN.test(actor) ? actor : encodeBase32(createHash('sha256').update(actor).digest()).slice(0, 26);
  return `${AUDIT_SUBJECT}.${token}`;
}

/** Opens the log, making its stream on first use. */
export async function openAuditLog(nc: NatsConnection, replicas: number, parts: AuditParts): Promise<AuditLog> {
  const manager = await jetstreamManager(nc, { checkAPI: false });
  const config = {
    name: AUDIT_STREAM,
    description: 'What administrators change',
    subjects: [`${AUDIT_SUBJECT}.>`],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    num_replicas: replicas,
    max_bytes: MAX_BYTES,
    max_msgs_per_subject: parts.mostOfOne ?? MOST_OF_ONE,
    deny_delete: true,
    deny_purge: true,
  };
  const names = await manager.streams.names(`${AUDIT_SUBJECT}.operator`).next();
  if (!names.includes(AUDIT_STREAM)) await manager.streams.add(config);
  else await manager.streams.update(AUDIT_STREAM, { max_msgs_per_subject: config.max_msgs_per_subject });
  return new AuditLog(jetstream(nc), parts);
}
