import { HEARTBEAT_INTERVAL_MS, type Logger, type StatusEntry, statusKey } from '@symphony-ts/contract';
import type { KeyValueBucket } from '@symphony-ts/storage';

export interface HeartbeatOptions {
  readonly prefix: string;
  readonly instanceId: string;
  readonly name: string;
  readonly version: string;
  /** The status bucket. */
  readonly bucket: Pick<KeyValueBucket<StatusEntry>, 'put'>;
  readonly logger: Logger;
  readonly now?: () => Date;
  /** Defaults to 30 s. */
  readonly intervalMs?: number;
  /** Monotonic, in milliseconds. */
  readonly monotonic?: () => number;
}

/**
 * Keeps the status entry of one instance alive. A beat that fails is logged and tried again with the next one: the
 * entry outlives one missed beat.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #started: string;
  readonly #monotonic: () => number;
  #timer: NodeJS.Timeout | undefined;
  #revision = 0;
  #writtenAt = -Infinity;
  #last: Promise<void> = Promise.resolve();

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#monotonic = options.monotonic ?? (() => performance.now());
    this.#started = this.#now();
  }

  /** When the entry that was written last was sent, on the monotonic clock. */
  get writtenAt(): number {
    return this.#writtenAt;
  }

  /** The revision of that entry. */
  get revision(): number {
    return this.#revision;
  }

  /** Writes the first beat and starts the timer. Rejects where the first beat cannot be written. */
  async start(): Promise<void> {
    await this.#write('ok');
    this.#timer = setInterval(() => void this.beat(), this.#options.intervalMs ?? HEARTBEAT_INTERVAL_MS);
  }

  /** Writes one beat now and gives its revision. Rejects where it cannot be written. */
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
    } catch (err) {
      this.#options.logger.warn('a heartbeat could not be written', { err });
    }
  }

  /** Writes no more beats: the entry may lapse. */
  pause(): void {
    clearInterval(this.#timer);
  }

  /** Writes the final status and ends. Rejects where it cannot be written; the entry then lapses by itself. */
  async stop(message: string): Promise<void> {
    this.pause();
    await this.#last;
    await this.#write('disconnected', message);
  }

  async #write(status: StatusEntry['status'], message?: string): Promise<number> {
    const { prefix, instanceId, name, version, bucket } = this.#options;
    const sentAt = this.#monotonic();
    const revision = await bucket.put(statusKey(prefix, instanceId), {
      prefix,
      instanceId,
      name,
      version,
      status,
      ...(message === undefined ? {} : { message }),
      started: this.#started,
      timestamp: this.#now(),
    });
    this.#revision = revision;
    this.#writtenAt = sentAt;
    return revision;
  }

  #now(): string {
    return (this.#options.now?.() ?? new Date()).toISOString();
  }
}
