/** Sequences without a message, first and last included. */
export interface Gap {
  /** First sequence that is missing. */
  readonly first: number;
  /** Last sequence that is missing. */
  readonly last: number;
}

/** Joins missing sequences, given in ascending order, into gaps. Each call gives the gap that is complete with it. */
export class GapCollector {
  #open: Gap | undefined;

  /** All sequences from `first` to `last` are missing. */
  add(first: number, last: number): Gap | undefined {
    if (first > last) return undefined;
    const open = this.#open;
    if (open !== undefined && first <= open.last + 1) {
      this.#open = { first: open.first, last: Math.max(open.last, last) };
      return undefined;
    }
    this.#open = { first, last };
    return open;
  }

  /** The gap that is still open; nothing is added after this. */
  finish(): Gap | undefined {
    const open = this.#open;
    this.#open = undefined;
    return open;
  }
}
