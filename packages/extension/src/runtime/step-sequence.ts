import type { Logger, MaybePromise } from '@symphony-ts/contract';

/** One step of a start, and how to undo it. */
export interface Step {
  /** Names the undoing in the log: `closing the connection`. */
  readonly name: string;
  readonly up?: () => MaybePromise<unknown>;
  readonly down?: () => MaybePromise<unknown>;
  /** How long undoing may take. Default 5 s. */
  readonly limitMs?: () => number;
  /** Whether undoing is only a matter of the server. It is then skipped if the server is not reachable. Default `false`. */
  readonly needsServer?: boolean;
}

/** Long enough for a server that can be reached. */
const STEP_LIMIT_MS = 5_000;
/** How often the connection is checked during a step that needs the server. */
const LOOK_MS = 50;

/**
 * Runs the steps of a start in order, and undoes the successful ones in reverse. In order, the first failure ends the sequence.
 * In reverse, each step runs even if one before it failed or took too long. Such a failure is logged and never thrown, because
 * no caller could act on it. Steps that need the server are skipped while it is not reachable.
 */
export class StepSequence {
  readonly #logger: Logger;
  readonly #done: Step[] = [];
  #isConnected: () => boolean = () => true;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Sets the function that tells whether the server can be reached. */
  connected(isConnected: () => boolean): void {
    this.#isConnected = isConnected;
  }

  /** Runs steps, one after the other. Rejects with the first error. */
  async forward(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      await step.up?.();
      this.#done.push(step);
    }
  }

  /** Undoes all steps that have run. Never rejects. */
  async back(): Promise<void> {
    const skipped: string[] = [];
    for (const step of this.#done.splice(0).reverse()) {
      if (!step.down) continue;
      try {
        if (step.needsServer && !this.#isConnected()) skipped.push(step.name);
        else if ((await this.#within(step, step.down)) === 'away') skipped.push(step.name);
      } catch (error) {
        this.#logger.warn(`stopping: ${step.name} failed`, { err: error });
      }
    }
    if (skipped.length > 0) this.#logger.warn('stopped while NATS was away', { skipped });
  }

  /** Undoes one step. Returns `away` if the step needs the server and the connection broke meanwhile. */
  async #within(
    { limitMs: limitOf = () => STEP_LIMIT_MS, needsServer }: Step,
    down: () => MaybePromise<unknown>,
  ): Promise<'away' | undefined> {
    const limitMs = limitOf();
    let timer: NodeJS.Timeout | undefined;
    let look: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`not done within ${limitMs} ms`)), limitMs);
    });
    const away = new Promise<'away'>((resolve) => {
      if (needsServer) look = setInterval(() => void (this.#isConnected() || resolve('away')), LOOK_MS);
    });
    try {
      return await Promise.race([Promise.resolve(down()).then(() => undefined), limit, away]);
    } finally {
      clearTimeout(timer);
      clearInterval(look);
    }
  }
}
