import type { Logger } from '@symphony-ts/contract';

interface Step {
  readonly what: string;
  readonly run: () => unknown;
  readonly limitMs: number;
  /** Whether it is of no use, and could only wait, while the server is away. */
  readonly needsServer: boolean;
}

/** Long enough for a server that is there. */
const STEP_LIMIT_MS = 5_000;
/** How often a step that needs the server asks whether there is one. */
const LOOK_MS = 50;

/**
 * The way back of a start: steps are added as things come up and run in reverse. Each runs even where one before it
 * failed or took too long; that is logged, never thrown, because there is nobody left who could act on it. Steps that
 * need the server are left out while it is away.
 */
export class Shutdown {
  readonly #logger: Logger;
  readonly #steps: Step[] = [];
  #isConnected: () => boolean = () => true;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Tells how to find out whether the server can be reached. */
  connected(isConnected: () => boolean): void {
    this.#isConnected = isConnected;
  }

  add(what: string, run: () => unknown, limitMs = STEP_LIMIT_MS): void {
    this.#steps.push({ what, run, limitMs, needsServer: false });
  }

  /** Adds a step that does nothing but speak with the server. */
  addRemote(what: string, run: () => unknown, limitMs = STEP_LIMIT_MS): void {
    this.#steps.push({ what, run, limitMs, needsServer: true });
  }

  async run(): Promise<void> {
    const skipped: string[] = [];
    for (const step of this.#steps.splice(0).reverse()) {
      try {
        if (step.needsServer && !this.#isConnected()) skipped.push(step.what);
        else if ((await this.#within(step)) === 'away') skipped.push(step.what);
      } catch (err) {
        this.#logger.warn(`stopping: ${step.what} failed`, { err });
      }
    }
    if (skipped.length > 0) this.#logger.warn('stopped while NATS was away', { skipped });
  }

  /** Runs one step. `away` where the server it needs went away meanwhile. */
  async #within({ run, limitMs, needsServer }: Step): Promise<'away' | undefined> {
    let timer: NodeJS.Timeout | undefined;
    let look: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`not done within ${limitMs} ms`)), limitMs);
    });
    const away = new Promise<'away'>((resolve) => {
      if (needsServer) look = setInterval(() => void (this.#isConnected() || resolve('away')), LOOK_MS);
    });
    try {
      return await Promise.race([Promise.resolve(run()).then(() => undefined), limit, away]);
    } finally {
      clearTimeout(timer);
      clearInterval(look);
    }
  }
}
