import { setImmediate as nextTurn } from 'node:timers/promises';
import { SymphonyError } from '@symphony-ts/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CallerBudget } from '../kit/caller-budget.js';
import { FairQueue } from '../kit/fair-queue.js';
import { measureWork } from '../kit/work-time.js';
import { AnswersUnderWay } from './answers-under-way.js';
import { callerOf } from './bearer.js';
import { type ListSource, type Page, PageQuery, pageOf } from './page-of.js';

/** A second of the platform's time at once, and a tenth of it after that, for each caller; a millisecond costs 20 units. */
const ANSWER_TIME = { perSecond: 2_000, atOnce: 20_000 } as const;
/** The cost of an answer, to encode, send and release it: this number of characters costs one unit. */
const CHARACTERS_OF_UNIT = 1_024;
/** Answers that one caller may wait for: each may be 2 MiB. */
const MOST_WAITING = 32;
const RETRY_AFTER_MS = 1_000;

/**
 * Builds answers that take time: lists, and other answers of unlimited length. Callers take turns, and all other work gets a
 * turn between two answers. All keys of one person are one caller. Routes come after `requireBearer`.
 */
export class AnswerTurns {
  readonly #queue = new FairQueue(MOST_WAITING);
  readonly #budget = new CallerBudget(undefined, ANSWER_TIME);
  readonly #underWay = new AnswersUnderWay();

  /**
   * Sends one page of a list, as its query asks for, with a `Link` to the next one. `list` is called when its turn comes.
   *
   * @throws `TOO_MANY_REQUESTS` when the caller has used up its share of the platform's time
   */
  async sendPage<T>(request: FastifyRequest, reply: FastifyReply, list: () => ListSource<T>): Promise<FastifyReply> {
    const query = PageQuery.parse(request.query);
    return this.sendOnePage(request, reply, () => pageOf(list(), query));
  }

  /** Sends one page that was cut elsewhere. @throws `TOO_MANY_REQUESTS` as `sendPage` does */
  async sendOnePage(request: FastifyRequest, reply: FastifyReply, cut: () => Page): Promise<FastifyReply> {
    const { text, next } = await this.#build(request, cut);
    if (next !== undefined) reply.header('link', `<${nextPage(request, next)}>; rel="next"`);
    return this.#send(request, reply, text);
  }

  /** Sends the result of `build` as JSON. @throws `TOO_MANY_REQUESTS` as `sendPage` does */
  async send(request: FastifyRequest, reply: FastifyReply, build: () => unknown): Promise<FastifyReply> {
    return this.sendText(request, reply, async () => JSON.stringify(await build()));
  }

  /** Sends a text of JSON. @throws `TOO_MANY_REQUESTS` as `sendPage` does */
  async sendText(request: FastifyRequest, reply: FastifyReply, build: () => Promise<string>): Promise<FastifyReply> {
    return this.#send(request, reply, await this.#build(request, build));
  }

  #send(request: FastifyRequest, reply: FastifyReply, text: string): FastifyReply {
    const caller = turnOf(request);
    this.#budget.charge(caller, text.length / CHARACTERS_OF_UNIT);
    this.#underWay.enter(caller, text.length, reply);
    return reply.type('application/json; charset=utf-8').send(text);
  }

  async #build<T>(request: FastifyRequest, build: () => T | Promise<T>): Promise<T> {
    const caller = turnOf(request);
    return await this.#queue.do(caller, async () => {
      await nextTurn();
      this.#underWay.assertRoom(caller);
      if (this.#budget.admit(caller) !== 'admitted') {
        throw new SymphonyError('TOO_MANY_REQUESTS', { retryAfterMs: RETRY_AFTER_MS });
      }
      const elapsedMs = measureWork();
      try {
        return await build();
      } finally {
        this.#budget.chargeTime(caller, elapsedMs());
      }
    });
  }
}

/** All keys of one person are one caller. */
export function turnOf(request: FastifyRequest): string {
  const { key } = callerOf(request);
  return key.owner ?? key.id;
}

function nextPage({ url }: FastifyRequest, after: string): string {
  const [path = '', query = ''] = url.split('?', 2);
  const params = new URLSearchParams(query);
  params.set('after', after);
  return `${path}?${params.toString()}`;
}
