import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/nats-core';
import { LONGEST_PAUSE_MS, PAUSE_BROADCAST, type PauseNotice } from '@symphony-ts/contract';
import { followPauses } from '@symphony-ts/storage/internal';

/** The time in which calls in progress can end. */
const SETTLE_MS = 1_000;
/** Callers go on after this time, also if the platform is gone by then. */
const LONGEST_MS = 2_000;

/**
 * Has callers wait while accounts are replaced. A server that is sent an account again drops the replies to the calls in progress
 * in that account.
 */
export class CallPause {
  readonly #nc: NatsConnection;

  /** `nc` is a connection in the platform's account, which announces to all accounts. */
  constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  /**
   * Runs `work` while the next calls to some extensions wait, and after the calls in progress had a second to end. Without
   * `prefixes`, all calls and all requests to the platform wait.
   */
  async around(prefixes: readonly string[] | undefined, work: () => Promise<void>): Promise<void> {
    const notice = { id: randomUUID(), ...(prefixes && { prefixes: [...prefixes] }) };
    this.#tell({ ...notice, ms: Math.min(LONGEST_MS, LONGEST_PAUSE_MS) });
    try {
      await delay(SETTLE_MS);
      await work();
    } finally {
      this.#tell({ ...notice, ms: 0 });
    }
  }

  #tell(notice: PauseNotice): void {
    if (!this.#nc.isClosed()) this.#nc.publish(PAUSE_BROADCAST, JSON.stringify(notice));
  }
}

/** Has the calls that the platform passes on wait as well, whichever replica asks for it. */
export const followOnHub = (nc: NatsConnection, hub: NatsConnection): void =>
  followPauses({ hears: nc, waits: hub, prefixOf: prefixOnHub });

/** The subjects are `calls.<gate>.<prefix>.…`. */
const prefixOnHub = (subject: string): string | undefined =>
  subject.startsWith('calls.') ? subject.split('.', 3)[2] : undefined;
