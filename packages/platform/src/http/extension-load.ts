import { SymphonyError } from '@symphony-ts/contract';

/** Requests over HTTP that may be under way to one extension at once, in one replica of the platform. */
const MAX_UNDER_WAY = 2_000;
/** An extension that holds so many requests needs a moment. */
const RETRY_AFTER_MS = 1_000;

/**
 * Limits the running requests to each extension. An extension that does not answer delays its own callers, and neither fills
 * the memory nor delays other extensions.
 */
export class ExtensionLoad {
  readonly #maxUnderWay: number;
  readonly #underWay = new Map<string, { count: number }>();
  #refused = 0;

  constructor(maxUnderWay = MAX_UNDER_WAY) {
    this.#maxUnderWay = maxUnderWay;
  }

  /** Requests refused so far. */
  get refused(): number {
    return this.#refused;
  }

  /** Counts one request to `prefix`, until `leave`. Throws `OVERLOADED` where too many are under way. */
  enter(prefix: string): void {
    const load = this.#loadOf(prefix);
    if (load.count >= this.#maxUnderWay) {
      this.#refused += 1;
      throw new SymphonyError('OVERLOADED', { member: prefix, queued: load.count, retryAfterMs: RETRY_AFTER_MS });
    }
    load.count += 1;
  }

  leave(prefix: string): void {
    this.#loadOf(prefix).count -= 1;
  }

  /** Kept from then on: only prefixes of registered extensions come here. */
  #loadOf(prefix: string): { count: number } {
    const known = this.#underWay.get(prefix);
    if (known) return known;
    const load = { count: 0 };
    this.#underWay.set(prefix, load);
    return load;
  }
}
