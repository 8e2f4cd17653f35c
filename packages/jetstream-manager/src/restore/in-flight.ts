import type { Msg } from '@nats-io/nats-core';

/** Counts the chunks without an answer, and makes the sender wait when there are too many. */
export class InFlight {
  readonly #limit: number;
  #count = 0;
  #failure: unknown;
  #wake: (() => void) | undefined;
  #final: ((message: Msg) => void) | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Waits until one more chunk may be sent, and counts it. Throws the error with which the server answered a chunk. */
  async slot(): Promise<void> {
    await this.#until(() => this.#count < this.#limit);
    this.#count += 1;
  }

  /** Waits until every chunk is answered. Throws the error with which the server answered a chunk. */
  empty(): Promise<void> {
    return this.#until(() => this.#count === 0);
  }

  /** Returns the next answer as it is. It is the last answer. */
  expectFinal(): Promise<Msg> {
    return new Promise((resolve) => {
      this.#final = resolve;
    });
  }

  /** Records an answer. `failureOf` returns an error if the answer is a refusal. */
  answered(message: Msg, failureOf: (message: Msg) => Error | undefined): void {
    if (this.#final !== undefined) {
      this.#final(message);
      return;
    }
    this.#count -= 1;
    const failure = failureOf(message);
    if (failure !== undefined) this.#failure ??= failure;
    this.#wake?.();
  }

  /** Ends the waiting with an error. */
  fail(error: unknown): void {
    this.#failure ??= error;
    this.#wake?.();
  }

  async #until(condition: () => boolean): Promise<void> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      if (condition()) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
