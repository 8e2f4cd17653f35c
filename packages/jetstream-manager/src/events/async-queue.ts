type Waiting<T> = { readonly resolve: (result: IteratorResult<T>) => void; readonly reject: (error: Error) => void };

/** Callbacks push values, and `for await` reads them. Values pushed before the end are still read. */
export class AsyncQueue<T> implements AsyncIterableIterator<T> {
  readonly #values: T[] = [];
  readonly #waiting: Waiting<T>[] = [];
  #ended = false;
  #error: Error | undefined;
  #stop: () => void = () => {};

  /** Sets the function to call when the reader leaves early. */
  onReturn(stop: () => void): void {
    this.#stop = stop;
  }

  push(value: T): void {
    if (this.#ended) return;
    const reader = this.#waiting.shift();
    if (reader) reader.resolve({ value, done: false });
    else this.#values.push(value);
  }

  /** Ends the iteration, once: with an error, or without. */
  end(error?: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    for (const reader of this.#waiting.splice(0)) this.#settle(reader);
  }

  next(): Promise<IteratorResult<T>> {
    return new Promise((resolve, reject) => {
      if (this.#values.length > 0) resolve({ value: this.#values.shift() as T, done: false });
      else if (this.#ended) this.#settle({ resolve, reject });
      else this.#waiting.push({ resolve, reject });
    });
  }

  return(): Promise<IteratorResult<T>> {
    this.#values.length = 0;
    this.#stop();
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** An error is thrown once. The iteration then ends normally. */
  #settle({ resolve, reject }: Waiting<T>): void {
    const error = this.#error;
    this.#error = undefined;
    if (error) reject(error);
    else resolve({ value: undefined, done: true });
  }
}
