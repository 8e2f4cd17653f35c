/** A time in which some requests wait. */
interface Pause {
  /** Whether requests to a subject wait. */
  readonly holds: (subject: string) => boolean;
  /** On the clock of `performance.now`. */
  readonly until: number;
  readonly timer: NodeJS.Timeout;
}

/** More pauses than any platform announces at the same time. */
const MOST_PAUSES = 100;

/** The times in which requests wait although they could be sent. */
export class Pauses {
  readonly #pauses = new Map<string, Pause>();
  readonly #onEnd: () => void;

  /** `onEnd` is called after each pause. */
  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
  }

  /** Has requests wait for `ms` milliseconds at the most. A pause that is known is not made longer. */
  begin(id: string, holds: (subject: string) => boolean, ms: number): void {
    if (this.#pauses.has(id) || this.#pauses.size >= MOST_PAUSES) return;
    const timer = setTimeout(() => this.end(id), ms).unref();
    this.#pauses.set(id, { holds, until: performance.now() + ms, timer });
  }

  end(id: string): void {
    const pause = this.#pauses.get(id);
    if (!pause) return;
    clearTimeout(pause.timer);
    this.#pauses.delete(id);
    this.#onEnd();
  }

  endAll(): void {
    for (const id of this.#pauses.keys()) this.end(id);
  }

  /**
   * Whether a request to `subject` waits that has `leftMs` milliseconds left. A request with little time does not: it might lose
   * its answer, but by waiting it would lose most of its time.
   */
  hold(subject: string, leftMs = Number.POSITIVE_INFINITY): boolean {
    if (this.#pauses.size === 0) return false;
    const latest = performance.now() + leftMs / 2;
    let isHeld = false;
    for (const { holds, until } of this.#pauses.values()) {
      if (!holds(subject)) continue;
      if (until > latest) return false;
      isHeld = true;
    }
    return isHeld;
  }
}
