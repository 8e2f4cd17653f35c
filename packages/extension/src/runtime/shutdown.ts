import type { Logger } from '@symphony-ts/contract';

interface Step {
  readonly what: string;
  readonly run: () => unknown;
  readonly limitMs: number;
}

/** Long enough for a server that is there; a server that is not must not keep the process alive. */
const STEP_LIMIT_MS = 5_000;

/**
 * The way back of a start: steps are added as things come up and run in reverse. Each runs even where one before it
 * failed or took too long; that is logged, never thrown, because there is nobody left who could act on it.
 */
export class Shutdown {
  readonly #logger: Logger;
  readonly #steps: Step[] = [];

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  add(what: string, run: () => unknown, limitMs = STEP_LIMIT_MS): void {
    this.#steps.push({ what, run, limitMs });
  }

  async run(): Promise<void> {
    for (const step of this.#steps.splice(0).reverse()) {
      try {
        await withinLimit(step);
      } catch (err) {
        this.#logger.warn(`stopping: ${step.what} failed`, { err });
      }
    }
  }
}

async function withinLimit({ run, limitMs }: Step): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${limitMs} ms`)), limitMs);
  });
  try {
    await Promise.race([run(), limit]);
  } finally {
    clearTimeout(timer);
  }
}
