import { type Logger, parseStatusKey, type StatusEntry } from '@symphony-ts/contract';
import type { KeyValueBucket } from '@symphony-ts/storage';

/** One instance's entry in the status bucket. */
export interface StatusNews {
  readonly instanceId: string;
  readonly isLive: boolean;
  /** The process that wrote it. */
  readonly process: string | undefined;
  readonly revision: number;
  /** By the clock of the server. */
  readonly createdMs: number;
}

export interface StatusFeedOptions {
  readonly bucket: Pick<KeyValueBucket<StatusEntry>, 'watch'>;
  readonly prefix: string;
  readonly logger: Logger;
  readonly onNews: (news: StatusNews) => void;
  /** Called each time all entries that the bucket had at the start have been reported. */
  readonly onComplete: () => void;
}

const RETRY_MS = 1_000;

/** Reads the status entries of one extension, again from the beginning after each `restart` and each failure. */
export class StatusFeed {
  readonly #options: StatusFeedOptions;
  #current: AbortController | undefined;
  #isStopped = false;

  constructor(options: StatusFeedOptions) {
    this.#options = options;
  }

  /** Rejects if the first attempt fails. Later failures are logged, and it tries again. Resolves once it is stopped. */
  async run(): Promise<void> {
    const { logger } = this.#options;
    for (let isFirst = true; !this.#isStopped; isFirst = false) {
      try {
        await this.#read();
      } catch (error) {
        if (isFirst) throw error;
        if (this.#isStopped) return;
        logger.warn('the status entries cannot be watched; trying again', { err: error });
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  restart(): void {
    this.#current?.abort();
  }

  stop(): void {
    this.#isStopped = true;
    this.#current?.abort();
  }

  async #read(): Promise<void> {
    const { bucket, prefix, onNews, onComplete } = this.#options;
    const current = new AbortController();
    this.#current = current;
    const { signal } = current;
    const onInitialDone = (): void => {
      if (!signal.aborted) onComplete();
    };
    for await (const entry of bucket.watch(`${prefix}.*`, { signal, onInitialDone })) {
      if (signal.aborted) return;
      const instanceId = parseStatusKey(entry.key)?.instanceId;
      if (instanceId === undefined) continue;
      const value = entry.operation === 'put' ? entry.value : undefined;
      const isLive = value !== undefined && value.status !== 'disconnected';
      const { revision, created } = entry;
      onNews({ instanceId, isLive, process: value?.process, revision, createdMs: created.getTime() });
    }
  }
}
