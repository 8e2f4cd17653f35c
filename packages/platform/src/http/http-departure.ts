import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@symphony-ts/contract';
import type { FastifyInstance } from 'fastify';
import type { HeldConnections } from './connection-bound.js';

/** How long the HTTP side takes to leave. */
export interface DepartureTimes {
  /** The time between "not ready" and the end of listening. It applies only if somebody asked `/ready` in the last minute. */
  readonly delayMs: number;
  /** For requests under way, after that; then their connections are cut off. */
  readonly graceMs: number;
}

/** The parts that a departure uses. */
export interface DepartureParts {
  readonly held: HeldConnections;
  readonly times: DepartureTimes;
  readonly logger: Logger;
}

/** A caller that has not asked `/ready` for this long no longer follows it. */
const FOLLOWS_MS = 60_000;
const SWEEP_MS = 50;
/** A connection that has just come may have its first request on the way. */
const REST_MS = 100;

/**
 * Takes an HTTP server out of service without a failed request. First it reports that it is not ready, and continues to answer
 * until the callers that follow `/ready` have turned away. Then it stops listening, answers the running requests, and ends each
 * connection once it is idle. During this time every answer has `Connection: close`. Node's own `close()` ends only the
 * connections that are idle at that moment.
 */
export class HttpDeparture {
  readonly #app: FastifyInstance;
  readonly #held: HeldConnections;
  readonly #times: DepartureTimes;
  readonly #logger: Logger;
  #isLeaving = false;
  #askedAt: number | undefined;

  private constructor(app: FastifyInstance, { held, times, logger }: DepartureParts) {
    this.#app = app;
    this.#held = held;
    this.#times = times;
    this.#logger = logger;
  }

  /** Prepares `app` for its departure. Before its routes are added, so that the hook reaches them. */
  static attach(app: FastifyInstance, parts: DepartureParts): HttpDeparture {
    const departure = new HttpDeparture(app, parts);
    app.addHook('onSend', (_request, reply, _payload, done) => {
      if (departure.#isLeaving) void reply.header('connection', 'close');
      done();
    });
    return departure;
  }

  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  /** Whether the server may receive requests. A caller that asks gets time to turn away. */
  isStaying(): boolean {
    this.#askedAt = performance.now();
    return !this.#isLeaving;
  }

  /** Resolves when no connection is left. */
  async leave(): Promise<void> {
    const isFollowed = this.#askedAt !== undefined && performance.now() - this.#askedAt < FOLLOWS_MS;
    this.#isLeaving = true;
    if (isFollowed) await delay(this.#times.delayMs);
    const sweep = setInterval(() => this.#held.endResting(REST_MS), SWEEP_MS);
    const end = setTimeout(() => this.#cutOff(), this.#times.graceMs);
    try {
      await this.#app.close();
    } finally {
      clearInterval(sweep);
      clearTimeout(end);
    }
  }

  #cutOff(): void {
    const connections = this.#held.endAll();
    this.#logger.warn('requests were not answered in time before the stop', { connections, ...this.#times });
  }
}
