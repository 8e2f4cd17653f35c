import { HEARTBEAT_INTERVAL_MS, statusKey, type Logger, type StatusEntry } from '@symphony-ts/contract';
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
}

/**
 * Keeps the status entry of one instance alive. A beat that fails is logged and tried again with the next one: the
 * entry outlives one missed beat.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #started: string;
  #timer: NodeJS.Timeout | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#started = this.#now();
  }

  /** Writes the first beat and starts the timer. Rejects where the first beat cannot be written. */
  async start(): Promise<void> {
    await this.#write('ok');
    this.#timer = setInterval(() => void this.beat(), this.#options.intervalMs ?? HEARTBEAT_INTERVAL_MS);
  }

  /** Writes one beat now, after a reconnect for instance. Never rejects. */
  beat(): Promise<void> {
    this.#last = this.#last
      .then(() => this.#write('ok'))
      .catch((err: unknown) => {
        this.#options.logger.warn('a heartbeat could not be written', { err });
      });
    return this.#last;
  }

  /** Writes the final status and ends. Rejects where it cannot be written; the entry then lapses by itself. */
  async stop(message: string): Promise<void> {
    clearInterval(this.#timer);
    await this.#last;
    await this.#write('disconnected', message);
  }

  async #write(status: StatusEntry['status'], message?: string): Promise<void> {
    const { prefix, instanceId, name, version, bucket } = this.#options;
    await bucket.put(statusKey(prefix, instanceId), {
      prefix,
      instanceId,
      name,
      version,
      status,
      ...(message === undefined ? {} : { message }),
      started: this.#started,
      timestamp: this.#now(),
    });
  }

  #now(): string {
    return (this.#options.now?.() ?? new Date()).toISOString();
  }
}
