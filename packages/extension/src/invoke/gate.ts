/** Lets at most `limit` through at once; the others wait in the order they came. */
export class Gate {
  readonly #limit: number;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Resolves when the caller may enter; each entry is followed by one `leave`. */
  enter(): Promise<void> | undefined {
    if (this.#inside < this.#limit) {
      this.#inside += 1;
      return undefined;
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#inside -= 1;
  }
}
