/** A range of sequences without a message. Both ends belong to it. */
export interface Gap {
  /** First sequence that is missing. */
  readonly first: number;
  /** Last sequence that is missing. */
  readonly last: number;
}

/** Joins missing sequences into gaps. Add them in ascending order. Each call returns the gap that it completes. */
export class GapCollector {
  #open: Gap | undefined;

  /** Adds the missing sequences from `first` to `last`. */
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

  /** Returns the last, still open gap. Call it at the end. */
  finish(): Gap | undefined {
    const open = this.#open;
    this.#open = undefined;
    return open;
  }
}
