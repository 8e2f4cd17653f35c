import { setTimeout as delay } from 'node:timers/promises';
import { headers as createHeaders, type Msg, type NatsConnection } from '@nats-io/nats-core';
import {
  isSafeReply,
  isSymphonyError,
  type Logger,
  type Refusal,
  refusalHeaders,
  refusalText,
  SymphonyError,
} from '@symphony-ts/contract';
import type { FloodNotes, Sender } from '../floods/flood-control.js';
import { CallerBudget } from '../kit/caller-budget.js';
import { FairTurns } from '../kit/fair-turns.js';
import type { RefusalLog } from '../kit/refusal-log.js';
import { measureWork } from '../kit/work-time.js';
import { PEOPLE_CALLER } from '../operator/platform-subjects.js';
import { CallerSubscriptions } from './caller-subscriptions.js';
import { refusalOf } from './error-reply.js';
import { assertModest } from './modest-body.js';
import type { PlatformService, ServiceRequest } from './platform-service.js';

const CALLER_TOKEN = 2;
const NAME_TOKEN = 4;
/**
 * The server writes this header if an import shares the user. A server removes a header that the caller wrote. But an old
 * server (seen on 2.9) removes only the first of several, and none after a header whose name ends in the same way.
 */
const REQUEST_INFO = 'Nats-Request-Info';
const USER = /"user":"([A-Z0-9]+)"/;

/** The memory that a waiting request uses costs something, too: this number of bytes costs as much as an ordinary request. */
const BYTES_OF_UNIT = 8 * 1_024;

/** How long ending the subscription may take. It is long enough for a server that runs. */
const DRAIN_MS = 1_000;

/** The parts that learn what the router did. */
export interface RouterLogs {
  readonly logger: Logger;
  readonly refusals: RefusalLog;
  readonly floods: FloodNotes;
}

/**
 * The connections on which requests arrive. Extensions have one of their own, so that a flood of theirs, which a server answers by
 * ending the connection, does not reach anybody else.
 */
export interface Intake {
  readonly extensions: NatsConnection;
  /** For people and plain clients. */
  readonly clients: NatsConnection;
}

/** Answers the platform's services. */
export class ServiceRouter {
  readonly #services: ReadonlyMap<string, PlatformService>;
  readonly #logger: Logger;
  readonly #ofExtensions: CallerSubscriptions;
  readonly #ofClients: CallerSubscriptions;
  readonly #active = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #budget = new CallerBudget();
  /**
   * The work for a request is done after the next requests have been read. So a flood is noticed before much of it has arrived.
   */
  readonly #turns = new FairTurns();
  readonly #refusals: RefusalLog;
  readonly #floods: FloodNotes;

  private constructor(intake: Intake, services: readonly PlatformService[], { logger, refusals, floods }: RouterLogs) {
    const receive = (message: Msg): boolean => this.#receive(message);
    const refused = (error: Error): void => this.#refused(error);
    this.#ofExtensions = new CallerSubscriptions({ nc: intake.extensions, receive, refused });
    this.#ofClients = new CallerSubscriptions({ nc: intake.clients, receive, refused });
    this.#services = new Map(services.map((service) => [service.name, service]));
    this.#logger = logger;
    this.#refusals = refusals;
    this.#floods = floods;
  }

  /** Answers requests that arrive from now on: those of people and plain clients, and of the extensions that it hears. */
  static start(intake: Intake, services: readonly PlatformService[], logs: RouterLogs): ServiceRouter {
    const router = new ServiceRouter(intake, services, logs);
    router.#ofClients.open(PEOPLE_CALLER);
    return router;
  }

  /** Answers the requests of an extension from now on. */
  hear(prefix: string): void {
    this.#ofExtensions.open(prefix);
  }

  /** Stops answering an extension, because its account is gone. */
  ignore(prefix: string): void {
    this.#ofExtensions.close(prefix);
  }

  /** Stops taking requests, and waits for the running ones. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const ended = Promise.all([this.#ofExtensions.stop(), this.#ofClients.stop()]);
    await Promise.race([ended, delay(DRAIN_MS, undefined, { ref: false })]);
    await this.#turns.whenIdle();
    await Promise.all(this.#active);
  }

  /** Whether the caller is within its share. */
  #receive(message: Msg): boolean {
    const caller = budgetOf(message);
    const { cost = 1 } = this.#services.get(serviceOf(message)) ?? {};
    const admission = this.#budget.admit(caller, cost + message.data.length / BYTES_OF_UNIT);
    if (admission !== 'admitted') this.#overrun(message, admission);
    // The answer would go to a subject that is not an inbox.
    else if (!isSafeReply(message.reply)) this.#note(message, 'UNSAFE_REPLY');
    else this.#turns.add(caller, () => this.#begin(message, caller));
    return admission === 'admitted';
  }

  #begin(message: Msg, caller: string): void {
    const elapsedMs = measureWork();
    const work = this.#answer(message, caller)
      .catch((error: unknown) => {
        // The connection went away meanwhile: there is nobody left to answer.
        this.#logger.warn('a request could not be answered', { err: error });
      })
      .finally(() => this.#active.delete(work));
    this.#active.add(work);
    this.#budget.chargeTime(caller, elapsedMs());
  }

  #overrun(message: Msg, admission: 'refused' | 'dropped'): void {
    this.#floods.note(senderOf(message), message.data.length);
    if (admission === 'dropped' || !isSafeReply(message.reply)) return;
    const refusal = refusalOf(new SymphonyError('TOO_MANY_REQUESTS', { retryAfterMs: 1_000 }), this.#logger);
    this.#note(message, codeOf(refusal));
    respondRefusal(message, refusal);
  }

  #note(message: Msg, code: string): void {
    this.#refusals.note({ actor: budgetOf(message), what: serviceOf(message), code });
  }

  #refused(error: Error): void {
    this.#logger.error('the platform may not listen to its own services', { err: error });
  }

  async #answer(message: Msg, caller: string): Promise<void> {
    try {
      const answer = await this.#handle(message);
      const elapsedMs = measureWork();
      message.respond(JSON.stringify(answer ?? {}));
      this.#budget.chargeTime(caller, elapsedMs());
    } catch (error) {
      const refusal = refusalOf(error, this.#logger);
      // Errors of 500 and above are not refusals. The part of the platform that failed has logged them.
      if (refusal.status < 500) this.#note(message, codeOf(refusal));
      respondRefusal(message, refusal);
    }
  }

  async #handle(message: Msg): Promise<unknown> {
    const name = serviceOf(message);
    const service = this.#services.get(name);
    if (!service) throw new SymphonyError('SERVICE_NOT_FOUND', { name, known: [...this.#services.keys()] });
    return await service.handle(readRequest(message, this.#logger, this.#stopping.signal));
  }
}

const codeOf = ({ status, body }: Refusal): string => String(body.code ?? status);
const serviceOf = ({ subject }: Msg): string => subject.split('.').slice(NAME_TOKEN).join('.');
const callerOf = ({ subject }: Msg): string => subject.split('.')[CALLER_TOKEN] ?? '';

/** The owner of the share that a request uses: an extension, or the person or client among those who share an account. */
function budgetOf(message: Msg): string {
  const sender = senderOf(message);
  return 'user' in sender ? `${PEOPLE_CALLER} ${sender.user}` : sender.prefix;
}

function senderOf(message: Msg): Sender {
  const prefix = callerOf(message);
  return prefix === PEOPLE_CALLER ? { user: message.headers?.get(REQUEST_INFO).match(USER)?.[1] ?? '' } : { prefix };
}

function readRequest(message: Msg, logger: Logger, signal: AbortSignal): ServiceRequest {
  const caller = callerOf(message);
  const names = message.headers?.keys() ?? [];
  return {
    caller,
    body: readBody(message),
    nkey: readUser(message),
    headers: new Map(names.map((name) => [name, message.headers?.get(name) ?? ''])),
    logger: logger.child({ caller }),
    signal,
  };
}

function readBody(message: Msg): unknown {
  if (message.data.length === 0) return undefined;
  try {
    const body: unknown = message.json();
    assertModest(body);
    return body;
  } catch (error) {
    if (isSymphonyError(error)) throw error;
    throw new SymphonyError('INVALID_REQUEST', { reason: 'its body is not JSON' });
  }
}

/** Throws `INVALID_REQUEST` if a request names its sender twice, because one of the two is forged. */
function readUser(message: Msg): string | undefined {
  const [info, ...others] = message.headers?.values(REQUEST_INFO) ?? [];
  if (others.length > 0)
    throw new SymphonyError('INVALID_REQUEST', {
      reason: `it has the header ${REQUEST_INFO}, which only the server may write`,
    });
  if (!info) return undefined;
  const user: unknown = Reflect.get(Object(JSON.parse(info)), 'user');
  return typeof user === 'string' ? user : undefined;
}

function respondRefusal(message: Msg, refusal: Refusal): void {
  const headers = createHeaders();
  for (const [name, value] of Object.entries(refusalHeaders(refusal))) headers.set(name, value);
  message.respond(refusalText(refusal), { headers });
}
