import type { Logger } from '@symphony-ts/contract';
import type { JetStreamFlush } from '@symphony-ts/nats-server';

/** When a server writes acknowledged data to the disk, as it reports. */
export interface FlushReport {
  readonly name: string;
  readonly flush: JetStreamFlush;
}

export interface ServerFlushOptions {
  /** False if somebody decided that the server need not flush each write. */
  readonly isExpected: boolean;
  readonly logger: Logger;
}

/** Knows which of the platform's servers acknowledge writes before they are on the disk, and warns of each once. */
export class ServerFlush {
  readonly #options: ServerFlushOptions;
  readonly #servers = new Map<string, JetStreamFlush>();

  constructor(options: ServerFlushOptions) {
    this.#options = options;
  }

  /** `periodic` if at least one server does not flush each write; `undefined` while no server has reported. */
  get weakest(): JetStreamFlush | undefined {
    const all = [...this.#servers.values()];
    return all.includes('periodic') ? 'periodic' : all[0];
  }

  note({ name, flush }: FlushReport): void {
    const known = this.#servers.get(name);
    this.#servers.set(name, flush);
    const { isExpected, logger } = this.#options;
    if (flush === 'always' || known === flush || !isExpected) return;
    logger.warn(
      'nats-server acknowledges writes before they are on the disk: a loss of power can take the last two minutes, revocations among them; set sync_interval to always (2.10)',
      { server: name },
    );
  }
}
