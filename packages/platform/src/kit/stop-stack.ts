import { type Logger } from '@symphony-ts/contract';

/** Stops the started parts, the last one first. Each step runs even if one before it failed. */
export class StopStack {
  readonly #steps: { readonly what: string; readonly stop: () => unknown }[] = [];
  readonly #logger: Logger;
  #stopping: Promise<void> | undefined;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Adds what has just been started. */
  add(what: string, stop: () => unknown): void {
    this.#steps.push({ what, stop });
  }

  /** The same promise when called again. */
  stop(): Promise<void> {
    this.#stopping ??= this.#run();
    return this.#stopping;
  }

  async #run(): Promise<void> {
    for (const { what, stop } of this.#steps.splice(0).toReversed()) {
      try {
        await stop();
      } catch (error) {
        this.#logger.error('a part of the platform did not stop in good order', {
          what,
          err: error,
        });
      }
    }
  }
}
