import { SymphonyError } from '@symphony-ts/contract';

/** Requests over HTTP that may be under way to one extension at once, in one replica of the platform. */
const MAX_UNDER_WAY = 2_000;
/** An extension that holds so many requests needs a moment. */
const RETRY_AFTER_MS = 1_000;

/**
 * Bounds the requests that are under way to each extension. An extension that does not answer holds its own callers back,
 * and neither the memory nor the other extensions of the platform.
 */
export class ExtensionLoad {
  readonly #maxUnderWay: number;
  readonly #underWay = new Map<string, number>();
  #refused = 0;

  constructor(maxUnderWay = MAX_UNDER_WAY) {
    this.#maxUnderWay = maxUnderWay;
  }

  /** Requests refused so far. */
  get refused(): number {
    return this.#refused;
  }

  /** Runs one request to `prefix`. Throws `OVERLOADED` at once where too many are under way. */
  async run<T>(prefix: string, request: () => Promise<T>): Promise<T> {
    const queued = this.#underWay.get(prefix) ?? 0;
    if (queued >= this.#maxUnderWay) {
      this.#refused += 1;
      throw new SymphonyError('OVERLOADED', { member: prefix, queued, retryAfterMs: RETRY_AFTER_MS });
    }
    this.#underWay.set(prefix, queued + 1);
    try {
      return await request();
    } finally {
      const left = (this.#underWay.get(prefix) ?? 1) - 1;
      if (left === 0) this.#underWay.delete(prefix);
      else this.#underWay.set(prefix, left);
    }
  }
}
