import type { JetStreamAccountStats } from '@nats-io/jetstream';
import type { ManagerContext } from '../api/manager-context.js';
import { isJetStreamManagerError } from '../errors/manager-error.js';
import { call } from '../errors/to-manager-error.js';

/** The JetStream usage, limits and state of this account. */
export class Account {
  readonly #context: ManagerContext;

  constructor(context: ManagerContext) {
    this.#context = context;
  }

  /** Reads the usage, the limits and the API counters. */
  info(): Promise<JetStreamAccountStats> {
    return call('account info', () => this.#context.jsm.getAccountInfo());
  }

  /** Whether JetStream is enabled for this account. */
  async isEnabled(): Promise<boolean> {
    try {
      await this.info();
      return true;
    } catch (error) {
      if (isJetStreamManagerError(error, 'JETSTREAM_UNAVAILABLE')) return false;
      throw error;
    }
  }

  /** Whether streams of this account must set `max_bytes`. */
  async isMaxBytesRequired(): Promise<boolean> {
    const { limits, tiers } = await this.info();
    return limits.max_bytes_required || Object.values(tiers ?? {}).some((tier) => tier?.limits.max_bytes_required);
  }

  /** The JetStream API level of the servers. It is 0 before nats-server 2.11. */
  async apiLevel(): Promise<number> {
    return (await this.info()).api.level ?? 0;
  }
}
