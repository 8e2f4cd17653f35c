import { SymphonyError } from '@symphony-ts/contract';
import type { FastifyReply } from 'fastify';

/** Limits for answers on their way. An answer is in memory until it has been sent. */
export interface RoomForAnswers {
  /** Characters or bytes of the answers to one caller. */
  readonly ofOne: number;
  /** The same for all callers. */
  readonly ofAll: number;
}

const MIB = 2 ** 20;
/** Room for the lists and documents of the platform. */
const roomForLists: RoomForAnswers = { ofOne: 8 * MIB, ofAll: 64 * MIB };
/** Room for what extensions answer, which the platform passes on as it comes. */
export const roomForReplies: RoomForAnswers = { ofOne: 32 * MIB, ofAll: 256 * MIB };

const RETRY_AFTER_MS = 1_000;
/** A smaller answer leaves at once, or waits with its connection, which takes no further requests. */
const SMALL = 1_024;
/** How long a caller may take to read an answer. The largest has a few megabytes. */
const READ_MS = 60_000;

/**
 * Counts the memory of answers until their callers have read them. It ends the connection of a caller that does not read an
 * answer within a minute.
 */
export class AnswersUnderWay {
  readonly #room: RoomForAnswers;
  readonly #ofCaller = new Map<string, number>();
  #ofAll = 0;

  constructor(room = roomForLists) {
    this.#room = room;
  }

  /** @throws `TOO_MANY_REQUESTS` when the caller, or all callers together, have too much still to read */
  assertRoom(caller: string): void {
    if ((this.#ofCaller.get(caller) ?? 0) < this.#room.ofOne && this.#ofAll < this.#room.ofAll) return;
    throw new SymphonyError('TOO_MANY_REQUESTS', { retryAfterMs: RETRY_AFTER_MS });
  }

  /** Counts an answer until it has been sent, or until its caller disconnects. */
  enter(caller: string, length: number, { raw }: Pick<FastifyReply, 'raw'>): void {
    if (raw.closed || length < SMALL) return;
    this.#add(caller, length);
    const late = setTimeout(() => raw.req.socket.destroy(), READ_MS).unref();
    raw.once('close', () => {
      clearTimeout(late);
      this.#add(caller, -length);
    });
  }

  #add(caller: string, length: number): void {
    this.#ofAll += length;
    const sum = (this.#ofCaller.get(caller) ?? 0) + length;
    if (sum > 0) this.#ofCaller.set(caller, sum);
    else this.#ofCaller.delete(caller);
  }
}
