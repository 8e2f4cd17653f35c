import type { Logger } from '@symphony-ts/contract';
import type { Counters } from '../kit/counters.js';
import type { RefusalLog } from '../kit/refusal-log.js';
import { unixSeconds } from '../operator/jwt.js';
import { accountNames } from '../operator/platform-subjects.js';
import { FloodWatch } from './flood-watch.js';
import type { PausedCallers } from './paused-callers.js';
import type { Pause } from './shared-pauses.js';

/** The parts that the control uses. */
export interface FloodControlParts {
  readonly paused: PausedCallers;
  /** Hands accounts to the server as they should be now. */
  readonly updateAccounts: (names: readonly string[]) => Promise<void>;
  /** Ends the NATS connections of a client's user. */
  readonly endConnections: (user: string) => void;
  /** The key of a NATS user, for the log. */
  readonly keyName: (user: string) => string;
  /** Tells the other replicas, which may hand over the same accounts. */
  readonly share: (pause: Pause) => void;
  readonly refusals: RefusalLog;
  readonly counters: Counters;
  readonly logger: Logger;
}

/** The sender: an extension, or one of the users who share the account of people and plain clients. */
export type Sender = { readonly prefix: string } | { readonly user: string };

/** Whether this replica noticed a flood itself. */
interface Origin {
  readonly isOwn: boolean;
}

/** Receives notes about messages beyond a caller's share. */
export type FloodNotes = Pick<FloodControl, 'note'>;

/** How long a caller is cut off: less than the status of an extension lasts. */
const PAUSE_MS = 20_000;
/** Messages of a client that arrive within this time after its connections were ended may have been on their way. */
const ON_ITS_WAY_MS = 2_000;
/** How soon an account that the server did not accept is sent again. */
const RETRY_MS = 1_000;

/**
 * Cuts off callers that flood the platform. A share of the platform's time is not enough protection: a message has to be read
 * before it can be dropped, and the requests of everybody else wait behind it. So the server has to stop the messages. An
 * extension's account loses the platform's services for a while. A client loses its connections, and also its credentials if it
 * comes back and continues.
 */
export class FloodControl {
  readonly #parts: FloodControlParts;
  readonly #watch = new FloodWatch();
  readonly #endedAt = new Map<string, number>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(parts: FloodControlParts) {
    this.#parts = parts;
  }

  /** Counts a message that was not admitted, and cuts its sender off when there are too many. */
  note(sender: Sender, bytes: number): void {
    const name = 'prefix' in sender ? sender.prefix : sender.user;
    if (!this.#watch.note(name, bytes)) return;
    if ('prefix' in sender) this.#pauseExtension(sender.prefix, { isOwn: true });
    else this.#pauseUser(sender.user, { isOwn: true });
  }

  /** Repeats what another replica did, but does not end connections or log it: the other replica has done that. */
  follow({ what, name }: Pause): void {
    if (what === 'extension') this.#pauseExtension(name, { isOwn: false });
    else if (what === 'user') this.#pauseUser(name, { isOwn: false });
    else this.#voidUser(name);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #pauseExtension(prefix: string, { isOwn }: Origin): void {
    const { paused, updateAccounts } = this.#parts;
    if (paused.extensions.has(prefix)) return;
    paused.extensions.add(prefix);
    if (isOwn) this.#tell({ what: 'extension', name: prefix }, prefix);
    updateAccounts([prefix]).catch((error: unknown) => {
      paused.extensions.delete(prefix);
      this.#parts.logger.warn('a caller that floods could not be cut off', { actor: prefix, err: error });
    });
    this.#after(PAUSE_MS, () => this.#resume(prefix));
  }

  #resume(prefix: string): void {
    const { paused, updateAccounts, logger } = this.#parts;
    paused.extensions.delete(prefix);
    updateAccounts([prefix]).catch((error: unknown) => {
      logger.debug('an account is not in line yet', { account: prefix, err: error });
      this.#after(RETRY_MS, () => this.#resume(prefix));
    });
  }

  #pauseUser(user: string, { isOwn }: Origin): void {
    const { paused, endConnections, keyName } = this.#parts;
    if (paused.users.has(user)) return isOwn ? this.#goesOn(user) : undefined;
    paused.users.add(user);
    this.#endedAt.set(user, performance.now());
    if (isOwn) {
      this.#tell({ what: 'user', name: user }, keyName(user));
      endConnections(user);
    }
    this.#after(PAUSE_MS, () => {
      paused.users.delete(user);
      paused.voids.delete(user);
      this.#endedAt.delete(user);
    });
  }

  /** Voids the credentials of a user that came back after its connections were ended. */
  #goesOn(user: string): void {
    const sinceMs = performance.now() - (this.#endedAt.get(user) ?? 0);
    if (sinceMs < ON_ITS_WAY_MS || this.#parts.paused.voids.has(user)) return;
    this.#parts.share({ what: 'credentials', name: user });
    this.#voidUser(user);
  }

  #voidUser(user: string): void {
    const { paused, updateAccounts, logger } = this.#parts;
    // The end of the pause takes this back, so there has to be a pause.
    if (!paused.users.has(user) || paused.voids.has(user)) return;
    paused.voids.set(user, unixSeconds(Date.now()));
    updateAccounts([accountNames.people]).catch((error: unknown) => {
      paused.voids.delete(user);
      logger.warn('a caller that floods could not be cut off', { actor: this.#parts.keyName(user), err: error });
    });
  }

  #tell(pause: Pause, actor: string): void {
    const { refusals, counters, share } = this.#parts;
    share(pause);
    counters.add('symphony_floods_total');
    refusals.note({ actor, what: `everything for ${PAUSE_MS / 1_000} s`, code: 'FLOOD' });
  }

  #after(ms: number, then: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      then();
    }, ms).unref();
    this.#timers.add(timer);
  }
}
