/**
 * Collects messages until this turn of the loop ends, and then sends all of them at once. nats.js writes to its socket as soon
 * as the stack is empty, which is after every event of another socket. So a gateway would write once for each client that asks,
 * and a write costs about as much as the rest of a request.
 */
export class SharedWrite<T> {
  #kept: T[] = [];
  readonly #sendOne: (item: T) => void;

  constructor(sendOne: (item: T) => void) {
    this.#sendOne = sendOne;
  }

  add(item: T): void {
    if (this.#kept.push(item) === 1) setImmediate(this.#sendAll);
  }

  readonly #sendAll = (): void => {
    const kept = this.#kept;
    this.#kept = [];
    for (const item of kept) this.#sendOne(item);
  };
}
