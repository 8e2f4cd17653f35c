import { SymphonyError } from '@symphony-ts/contract';
import type { FastifyReply } from 'fastify';

/** Limits for answers on their way, in characters: to one caller, and to all. An answer is in memory until it has been sent. */
const MOST_OF_ONE = 8 * 2 ** 20;
const MOST_OF_ALL = 64 * 2 ** 20;
const RETRY_AFTER_MS = 1_000;

/** Counts the memory of long answers until their callers have read them. */
export class AnswersUnderWay {
  readonly #ofCaller = new Map<string, number>();
  #ofAll = 0;

  /** @throws `TOO_MANY_REQUESTS` when the caller, or all callers together, have too many characters still to read */
  assertRoom(caller: string): void {
    if ((this.#ofCaller.get(caller) ?? 0) < MOST_OF_ONE && this.#ofAll < MOST_OF_ALL) return;
    throw new SymphonyError('TOO_MANY_REQUESTS', { retryAfterMs: RETRY_AFTER_MS });
  }

  /** Counts an answer until it has been sent, or until its caller disconnects. */
  enter(caller: string, length: number, { raw }: Pick<FastifyReply, 'raw'>): void {
    if (raw.closed) return;
    this.#add(caller, length);
    raw.once('close', () => this.#add(caller, -length));
  }

  #add(caller: string, length: number): void {
    this.#ofAll += length;
    const sum = (this.#ofCaller.get(caller) ?? 0) + length;
    if (sum > 0) this.#ofCaller.set(caller, sum);
    else this.#ofCaller.delete(caller);
  }
}
