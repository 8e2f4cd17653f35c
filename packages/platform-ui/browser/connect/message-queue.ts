/** Messages that wait for the reader of an iteration. */
export class MessageQueue<T> {
  readonly #waiting: T[] = [];
  #wake: () => void = () => undefined;
  #isOver = false;

  push(message: T): void {
    this.#waiting.push(message);
    this.#wake();
  }

  /** Messages that arrived before the end are still delivered. */
  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next !== undefined) yield next;
      else if (this.#isOver) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
