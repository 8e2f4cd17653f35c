import type { Msg } from '@nats-io/nats-core';

/** Counts the chunks that are without an answer, and holds the sender back when they are too many. */
export class InFlight {
  readonly #limit: number;
  #count = 0;
  #failure: unknown;
  #wake: (() => void) | undefined;
  #final: ((message: Msg) => void) | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Waits until one more chunk may be sent, and counts it. Throws what a chunk was answered with. */
  async slot(): Promise<void> {
    await this.#until(() => this.#count < this.#limit);
    this.#count += 1;
  }

  /** Waits until every chunk is answered. Throws what one was answered with. */
  empty(): Promise<void> {
    return this.#until(() => this.#count === 0);
  }

  /** The next answer is the last one, and is given as it is. */
  expectFinal(): Promise<Msg> {
    return new Promise((resolve) => {
      this.#final = resolve;
    });
  }

  /** An answer came; `failureOf` says whether it is a refusal. */
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
