/** How much one caller may send beyond its share within a second before it counts as a flood. */
interface Most {
  readonly requests: number;
  readonly bytes: number;
}

/** Far more than a burst of an honest caller, and far less than a server keeps for a connection that reads slowly (64 MiB). */
const most: Most = { requests: 2_000, bytes: 8 * 2 ** 20 };
const WINDOW_MS = 1_000;
/** Callers that are remembered. One more makes all of them begin anew. */
const MOST_CALLERS = 10_000;

interface Excess {
  requests: number;
  bytes: number;
  since: number;
}

/** Finds callers that keep sending far beyond their share. Even reading and dropping their messages takes time. */
export class FloodWatch {
  readonly #now: () => number;
  readonly #most: Most;
  readonly #excess = new Map<string, Excess>();

  /** `now` returns milliseconds of a clock that never goes back. */
  constructor(now: () => number = () => performance.now(), limit: Most = most) {
    this.#now = now;
    this.#most = limit;
  }

  /** Counts a request that was not admitted. Returns true if its caller floods, once for each flood. */
  note(caller: string, bytes: number): boolean {
    const excess = this.#excessOf(caller);
    excess.requests += 1;
    excess.bytes += bytes;
    if (excess.requests < this.#most.requests && excess.bytes < this.#most.bytes) return false;
    this.#excess.delete(caller);
    return true;
  }

  #excessOf(caller: string): Excess {
    const now = this.#now();
    const known = this.#excess.get(caller);
    if (known && now - known.since < WINDOW_MS) return known;
    if (this.#excess.size >= MOST_CALLERS) this.#excess.clear();
    const excess = { requests: 0, bytes: 0, since: now };
    this.#excess.set(caller, excess);
    return excess;
  }
}
