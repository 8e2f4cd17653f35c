import { type Logger } from '@symphony-ts/contract';
import type { StatusBoard } from './status-board.js';

/** Reads the status bucket of one extension, until `isOver`. */
export interface StatusSource {
  readInitial(prefix: string, isOver: () => boolean): Promise<void>;
}

/** How many buckets are read at a time, and how long one may take. A heartbeat shows what was not read by then. */
const AT_ONCE = 4;
const LONGEST_MS = 10_000;

/** Reads the status buckets of many extensions in the background. A slow or broken one delays only a few others. */
export class StatusReader {
  readonly #source: StatusSource;
  readonly #board: StatusBoard;
  readonly #logger: Logger;
  readonly #waiting = new Set<string>();
  #running = 0;
  #isStopped = false;

  constructor(source: StatusSource, board: StatusBoard, logger: Logger) {
    this.#source = source;
    this.#board = board;
    this.#logger = logger;
  }

  /** Reads these buckets, and adds to the board what it does not know yet. */
  read(prefixes: readonly string[]): void {
    this.#board.expect(prefixes);
    for (const prefix of prefixes) this.#waiting.add(prefix);
    while (this.#running < AT_ONCE && this.#waiting.size > 0) void this.#work();
  }

  /** Stops reading. Running reads end without a result. */
  stop(): void {
    this.#isStopped = true;
    this.#waiting.clear();
  }

  async #work(): Promise<void> {
    this.#running += 1;
    for (const prefix of this.#waiting) {
      this.#waiting.delete(prefix);
      await this.#readOne(prefix);
    }
    this.#running -= 1;
  }

  async #readOne(prefix: string): Promise<void> {
    const until = performance.now() + LONGEST_MS;
    const isLate = (): boolean => performance.now() > until;
    try {
      await this.#source.readInitial(prefix, () => this.#isStopped || isLate());
      if (isLate()) this.#logger.warn('a status bucket takes too long to read', { prefix });
    } catch (error) {
      if (this.#isStopped) return;
      this.#logger.warn('a status bucket could not be read', { prefix, err: error });
    } finally {
      this.#board.settle(prefix);
    }
  }
}
