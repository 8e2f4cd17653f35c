/** The time of one slice: two turns of the event loop, so that each slice has its share of what happens between two turns. */
const SLICE_MS = 20;
/** How many slices count. */
const SLICES = 8;

/**
 * How fast a queue empties. The time in which pieces wait is cut into slices, and each slice has its own mean interval between
 * two pieces that leave. The slowest of the last slices does not count: a stall of the event loop slows down one slice, but not
 * the pieces after it. A stall that happens again does count.
 */
export class Pace {
  readonly #slices: number[] = [];
  #intervalMs = 0;
  /** The slice that has not ended. */
  #ms = 0;
  #pieces = 0;

  /** Milliseconds between two pieces. 0 until two slices have ended, because the only one may be a stall. */
  get intervalMs(): number {
    return this.#intervalMs;
  }

  /** A piece leaves `intervalMs` after the one before it. */
  note(intervalMs: number): void {
    this.#ms += intervalMs;
    this.#pieces += 1;
    if (this.#ms >= SLICE_MS) this.#endSlice();
  }

  /**
   * A piece leaves after it waited for `waitedMs` in a queue that was empty before. It waited for its turn, not for other pieces.
   * So this only shows that pieces can leave at least as fast.
   */
  noteAlone(waitedMs: number): void {
    if (waitedMs < this.#intervalMs) this.note(waitedMs);
  }

  #endSlice(): void {
    this.#slices.push(this.#ms / this.#pieces);
    if (this.#slices.length > SLICES) this.#slices.shift();
    this.#ms = 0;
    this.#pieces = 0;
    if (this.#slices.length > 1) this.#intervalMs = meanWithoutHighest(this.#slices);
  }
}

function meanWithoutHighest(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  return (sum - Math.max(...values)) / (values.length - 1);
}
