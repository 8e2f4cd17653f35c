import { setTimeout as delay } from 'node:timers/promises';
import {
  HEARTBEAT_INTERVAL_MS,
  isSymphonyError,
  type Logger,
  type StatusEntry,
  SymphonyError,
  statusKey,
  withoutUndefined,
} from '@symphony-ts/contract';
import type { KeyValueBucket } from '@symphony-ts/storage';
import { TWIN_REMARK, type Twins } from '../partitioner/twins.js';

export interface HeartbeatOptions {
  readonly prefix: string;
  readonly instanceId: string;
  readonly name: string;
  readonly version: string;
  /** Names this process among all that have the same API key. */
  readonly process: string;
  /** The status bucket. */
  readonly bucket: Pick<KeyValueBucket<StatusEntry>, 'get' | 'create' | 'update'>;
  /** Other processes that have the same API key. */
  readonly twins: Pick<Twins, 'areLive' | 'shown' | 'lapse' | 'onFound'>;
  readonly logger: Logger;
  readonly now?: () => Date;
  /** Default 30 s. */
  readonly intervalMs?: number;
  /** Monotonic, in milliseconds. */
  readonly monotonic?: () => number;
}

/** Processes with one key overtake each other. A hundred of them that start at once all get their turn. */
const ATTEMPTS = 50;
/** The longest random pause between attempts, so that the processes do not meet again at each. */
const LONGEST_PAUSE_MS = 50;

/**
 * Keeps the status entry of one instance alive. A heartbeat that fails is logged, and the next one is on time. The entry
 * outlives one missed heartbeat.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #started: string;
  readonly #monotonic: () => number;
  #timer: NodeJS.Timeout | undefined;
  #isBeating = false;
  #revision = 0;
  #writtenAt = -Infinity;
  #last: Promise<void> = Promise.resolve();

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#monotonic = options.monotonic ?? (() => performance.now());
    this.#started = this.#now();
  }

  /** When the latest entry was sent, on the monotonic clock. */
  get writtenAt(): number {
    return this.#writtenAt;
  }

  /** The revision of that entry. */
  get revision(): number {
    return this.#revision;
  }

  /**
   * Writes the first heartbeat and starts the timer. Rejects if the first heartbeat cannot be written, with `KEY_IN_USE` if
   * other processes with the same key are faster each time.
   */
  async start(): Promise<void> {
    await this.#write('ok');
    this.#isBeating = true;
    // The platform and the other process learn of it from the entry.
    this.#options.twins.onFound(() => {
      if (this.#isBeating) void this.beat();
    });
    this.#timer = setInterval(() => void this.beat(), this.#options.intervalMs ?? HEARTBEAT_INTERVAL_MS);
  }

  /** Writes one heartbeat now and returns its revision. Rejects if it cannot be written. */
  write(): Promise<number> {
    const beat = this.#last.then(() => this.#write('ok'));
    this.#last = beat.then(
      () => undefined,
      () => undefined,
    );
    return beat;
  }

  /** Writes one beat now, after a reconnect for instance. Never rejects. */
  async beat(): Promise<void> {
    try {
      await this.write();
    } catch (error) {
      this.#options.logger.warn('a heartbeat could not be written', { err: error });
    }
  }

  /** Writes no more beats: the entry may lapse. */
  pause(): void {
    this.#isBeating = false;
    clearInterval(this.#timer);
  }

  /** Writes the final status and ends. Rejects if the status cannot be written; then the entry expires on its own. */
  async stop(message: string): Promise<void> {
    this.pause();
    await this.#last;
    await this.#write('disconnected', message);
  }

  async #write(status: StatusEntry['status'], message?: string): Promise<number> {
    const { prefix, instanceId, twins } = this.#options;
    twins.lapse();
    for (let attempt = 1; ; attempt += 1) {
      const sentAt = this.#monotonic();
      try {
        this.#revision = await this.#replace(status, message);
        this.#writtenAt = sentAt;
        return this.#revision;
      } catch (error) {
        // Only the processes with the key of an instance write its entry.
        const isOvertaken = isSymphonyError(error, 'REVISION_CONFLICT') || isSymphonyError(error, 'KEY_EXISTS');
        if (!isOvertaken) throw error;
        if (attempt === ATTEMPTS) throw new SymphonyError('KEY_IN_USE', { prefix, instanceId }, { cause: error });
        await delay(Math.random() * Math.min(attempt, LONGEST_PAUSE_MS));
      }
    }
  }

  /** Overwrites only the entry that was read, so that a process notices another one with the same key. */
  async #replace(status: StatusEntry['status'], message: string | undefined): Promise<number> {
    const { prefix, instanceId, bucket, twins } = this.#options;
    const key = statusKey(prefix, instanceId);
    const found = await bucket.get(key, { consistent: true });
    if (found && found.value.status !== 'disconnected') twins.shown(found.value.process);
    // The instance lives on in the other process.
    if (status === 'disconnected' && twins.areLive) return this.#revision;
    const entry = this.#entry(status, message);
    return found ? bucket.update(key, entry, found.revision) : bucket.create(key, entry);
  }

  #entry(status: StatusEntry['status'], message: string | undefined): StatusEntry {
    const { prefix, instanceId, name, version, process, twins } = this.#options;
    const isShared = status === 'ok' && twins.areLive;
    const said = isShared ? TWIN_REMARK : message;
    return {
      prefix,
      instanceId,
      name,
      version,
      status: isShared ? 'warning' : status,
      ...withoutUndefined({ message: said }),
      started: this.#started,
      timestamp: this.#now(),
      process,
    };
  }

  #now(): string {
    return (this.#options.now?.() ?? new Date()).toISOString();
  }
}
