import { SymphonyError } from '@symphony-ts/contract';

/** Requests over HTTP that may be under way to one extension at once, in one replica of the platform. */
const MAX_UNDER_WAY = 2_000;
/** When a refused caller should try again. The extension needs time for the requests that it has. */
const RETRY_AFTER_MS = 1_000;
/** How long after its caller gave up a request may still be answered. */
const LATE_MS = 120_000;

/** The bounds of the requests to one extension. */
export interface LoadLimits {
  /** Requests under way in all. Default: 2,000. */
  readonly maxUnderWay?: number;
  /** Those of them that share a connection with the requests to all other extensions. */
  readonly maxShared: number;
}

/**
 * The connection of a request: the one that all extensions share, or the one for extensions with many requests under way. Large
 * answers to all of these may end their connection.
 */
export type Lane = 'shared' | 'busy';

interface Load {
  count: number;
  /** Requests in the shared lane that were not answered, even if nobody waits for the answer any more. */
  shared: number;
}

/**
 * Limits the running requests to each extension. An extension that does not answer delays its own callers, and neither fills
 * the memory nor delays other extensions.
 */
export class ExtensionLoad {
  readonly #limits: Required<LoadLimits>;
  readonly #underWay = new Map<string, Load>();
  #refused = 0;

  constructor({ maxUnderWay = MAX_UNDER_WAY, maxShared }: LoadLimits) {
    this.#limits = { maxUnderWay, maxShared };
  }

  /** Requests refused so far. */
  get refused(): number {
    return this.#refused;
  }

  /** Counts one request to `prefix`, until `leave`. Throws `OVERLOADED` where too many are under way. */
  enter(prefix: string): Lane {
    const load = this.#loadOf(prefix);
    if (load.count >= this.#limits.maxUnderWay) {
      this.#refused += 1;
      throw new SymphonyError('OVERLOADED', { member: prefix, queued: load.count, retryAfterMs: RETRY_AFTER_MS });
    }
    load.count += 1;
    if (load.shared >= this.#limits.maxShared) return 'busy';
    load.shared += 1;
    return 'shared';
  }

  /** Ends a request. One that nobody waits for any more, but that may still be answered, keeps its place in the shared lane. */
  leave(prefix: string, lane: Lane, mayComeLate: boolean): void {
    const load = this.#loadOf(prefix);
    load.count -= 1;
    if (lane === 'busy') return;
    if (mayComeLate) setTimeout(() => (load.shared -= 1), LATE_MS).unref();
    else load.shared -= 1;
  }

  /** Kept from then on: only prefixes of registered extensions come here. */
  #loadOf(prefix: string): Load {
    const known = this.#underWay.get(prefix);
    if (known) return known;
    const load = { count: 0, shared: 0 };
    this.#underWay.set(prefix, load);
    return load;
  }
}
