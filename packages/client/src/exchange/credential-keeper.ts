import { isSymphonyError, type Logger } from '@symphony-ts/contract';
import { pause } from '../timing/pause.js';
import { backoffMs } from '../timing/retry.js';
import { startStopwatch } from '../timing/stopwatch.js';
import type { Credentials } from './credentials.js';

export interface CredentialKeeperOptions {
  readonly first: Credentials;
  readonly exchange: (signal: AbortSignal) => Promise<Credentials>;
  /** Called with each new set. `isPlanned` is true for a renewal ahead of time, when the old set still works. */
  readonly onRenewed: (credentials: Credentials, isPlanned: boolean) => void;
  /** Called once, when the platform refuses the token permanently. */
  readonly onRefused: (error: Error) => void;
  readonly logger: Logger;
}

/** A time of the platform's clock that is known within bounds, in milliseconds since 1970. */
export interface PlatformTime {
  readonly earliest: number;
  readonly latest: number;
}

const RETRY = { baseMs: 250, maxMs: 15_000 };
/** Credentials are renewed after this share of their lifetime, so that a short outage of the platform does no harm. */
const RENEW_AFTER = 0.75;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Keeps the credentials of one connection valid. It renews them before their end, and at once on request. If the platform
 * cannot be reached, it tries again without a limit. If the platform refuses, it ends.
 */
export class CredentialKeeper {
  readonly #options: CredentialKeeperOptions;
  readonly #stopped = new AbortController();
  #current: Credentials;
  #sinceReceived = startStopwatch();
  #timer: NodeJS.Timeout | undefined;
  #isRenewing = false;

  private constructor(options: CredentialKeeperOptions) {
    this.#options = options;
    this.#current = options.first;
  }

  /** Keeps the credentials valid until `stop`. */
  static start(options: CredentialKeeperOptions): CredentialKeeper {
    const keeper = new CredentialKeeper(options);
    keeper.#schedule();
    return keeper;
  }

  get current(): Credentials {
    return this.#current;
  }

  /** The time of the platform's clock, as its last answer showed it. */
  platformNow(): PlatformTime {
    const { issuedAt } = this.#current;
    const { least, most } = this.#sinceReceived();
    const received = issuedAt?.getTime() ?? Date.now() - most;
    return { earliest: received + least, latest: received + most };
  }

  /** True after half of the credentials' lifetime. False for credentials without an end. */
  get isAging(): boolean {
    const lifeMs = this.#lifeMs();
    return lifeMs !== undefined && this.#sinceReceived().most > lifeMs / 2;
  }

  /** Starts a renewal, unless one is running. */
  renew(isPlanned = false): void {
    if (this.#stopped.signal.aborted || this.#isRenewing) return;
    this.#isRenewing = true;
    void this.#renew(isPlanned).finally(() => {
      this.#isRenewing = false;
    });
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stopped.abort(new Error('the connection is closed'));
  }

  async #renew(isPlanned: boolean): Promise<void> {
    const { exchange, logger, onRenewed, onRefused } = this.#options;
    for (let attempt = 0; !this.#stopped.signal.aborted; attempt += 1) {
      try {
        this.#accept(await exchange(this.#stopped.signal));
        return onRenewed(this.#current, isPlanned);
      } catch (error) {
        if (this.#stopped.signal.aborted) return;
        if (isSymphonyError(error, 'AUTHENTICATION_FAILED')) return onRefused(error);
        logger.warn('credentials were not renewed; trying again', { err: error });
        await pause(backoffMs(attempt, RETRY), this.#stopped.signal).catch(() => undefined); // stopped: the loop ends
      }
    }
  }

  #accept(credentials: Credentials): void {
    // The connection's inbox, subjects and status key contain the instance id, so it must not change.
    this.#current = { ...credentials, instanceId: this.#current.instanceId };
    this.#sinceReceived = startStopwatch();
    this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const lifeMs = this.#lifeMs();
    if (lifeMs === undefined) return;
    const waitMs = Math.min(lifeMs * RENEW_AFTER, LONGEST_TIMER_MS);
    this.#timer = setTimeout(() => this.renew(true), waitMs);
    this.#timer.unref();
  }

  /** The lifetime in milliseconds. A difference between the platform's clock and the local one does not shorten it. */
  #lifeMs(): number | undefined {
    const { issuedAt, expiresAt } = this.#current;
    if (!expiresAt) return undefined;
    return Math.max(1_000, expiresAt.getTime() - (issuedAt?.getTime() ?? Date.now()));
  }
}
