import type { SymphonyClient } from '@symphony-ts/client';
import type { InnerScope } from '@symphony-ts/client/internal';
import { type CallerIdentity, headers, type Logger, SymphonyError } from '@symphony-ts/contract';
import { type OpenSpan, type Span, silentSpan } from '@symphony-ts/observability';
import { Cancellation } from '@symphony-ts/storage/internal';
import type { EndpointRequest } from '../replies/requests.js';
import { headerOf } from './header-of.js';
import type { Waiting } from './lane.js';
import { headerMap, type IncomingMessage } from './message.js';
import type { Pending } from './pending-requests.js';
import { type OpenSpanFor, type Traced, traceFields, traceOf } from './trace.js';

/** The state shared by all requests of one endpoint. */
export interface RequestScope {
  /** Class and method, or the label of a function: how logs and errors name the handler. */
  readonly member: string;
  /** 0 for never. */
  readonly timeoutMs: number;
  readonly logger: Logger;
  readonly client: SymphonyClient;
  /** Reads the proof of who calls. Omitted if no platform attests callers. */
  readonly readCaller?: ReadCaller | undefined;
  /** Omitted if nothing is recorded. */
  readonly openSpan?: OpenSpanFor | undefined;
  /** Omitted if nothing is measured. */
  readonly now?: (() => number) | undefined;
  /** Called once if the deadline passes, or the caller gives up, before there is an answer. */
  readonly expired: (request: InboundRequest, error: EndOfRequest) => void;
}

/** The caller that a proof (the header `Symphony-Caller`) attests; `undefined` if the proof is not valid. */
export type ReadCaller = (proof: string) => CallerIdentity | undefined;

/** Why a request ends before its handler. */
export type EndOfRequest = SymphonyError<'HANDLER_TIMEOUT'> | SymphonyError<'ABORTED'>;

/**
 * The `request` of a handler and, at once, the record of its life. Everything that few handlers read (headers, signal,
 * logger) is made when it is first asked for.
 */
export class InboundRequest implements EndpointRequest, Pending, Waiting {
  readonly kind: 'endpoint' | 'rest' = 'endpoint';
  readonly message: IncomingMessage;
  answered = false;
  kept: Pending['kept'];
  /** Called with the answer. From then on, the request does not count among those of its endpoint. */
  leave: (() => void) | undefined;
  /** Ends with the answer. */
  readonly openedSpan: OpenSpan | undefined;
  /** When it arrived, by the clock of its scope. */
  readonly startedMs: number | undefined;
  readonly #scope: RequestScope;
  #headers: ReadonlyMap<string, string> | undefined;
  #abort: AbortController | undefined;
  #cancellation: Cancellation | undefined;
  #logger: Logger | undefined;
  #client: SymphonyClient | undefined;
  #deadlineAt: number | undefined;

  constructor(message: IncomingMessage, scope: RequestScope) {
    this.message = message;
    this.#scope = scope;
    this.startedMs = scope.now?.();
    this.openedSpan = scope.openSpan?.(message);
  }

  /** Computed when it is first read: a handler that answers at once never needs the clock. */
  get deadlineAt(): number {
    return (this.#deadlineAt ??= deadlineOf(this.message, this.#scope.timeoutMs));
  }

  get member(): string {
    return this.#scope.member;
  }

  get bytes(): number {
    return this.message.data.length;
  }

  get isOver(): boolean {
    return this.answered;
  }

  get data(): Uint8Array {
    return this.message.data;
  }

  get subject(): string {
    return this.message.subject;
  }

  get headers(): ReadonlyMap<string, string> {
    return (this.#headers ??= headerMap(this.message.headers));
  }

  get caller(): CallerIdentity | undefined {
    return this.#scope.readCaller?.(headerOf(this.message, headers.caller));
  }

  get deadline(): Date {
    const { deadlineAt } = this;
    return new Date(deadlineAt === Infinity ? NEVER_MS : Date.now() + deadlineAt - performance.now());
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    return this.#abort.signal;
  }

  get logger(): Logger {
    return (this.#logger ??= this.#scope.logger.child(messageFields(this)));
  }

  get client(): SymphonyClient {
    return (this.#client ??= this.#scope.client.within(this.#innerScope()));
  }

  /** Inner calls end with this request, without the cost of an `AbortSignal` for each. */
  #innerScope(): InnerScope {
    this.#cancellation ??= Cancellation.create();
    return { endsAt: this.deadlineAt, cancellation: this.#cancellation, headers: traceOf(this) ?? NO_HEADERS };
  }

  get span(): Span {
    return this.openedSpan ?? silentSpan;
  }

  get requestId(): string | undefined {
    return headerOf(this.message, headers.requestId) || undefined;
  }

  expire(): void {
    const { member, timeoutMs } = this.#scope;
    this.#end(new SymphonyError('HANDLER_TIMEOUT', { member, timeoutMs }));
  }

  abandon(): void {
    this.#end(new SymphonyError('ABORTED', { what: this.#scope.member }));
  }

  #end(error: EndOfRequest): void {
    if (this.answered) return;
    this.#abort?.abort(error);
    // Calls made on behalf of the request end with it.
    this.#cancellation ??= Cancellation.create();
    this.#cancellation.cancel(error);
    // A signal asked for afterwards is aborted from the start.
    if (!this.#abort) {
      this.#abort = new AbortController();
      this.#abort.abort(error);
    }
    this.#scope.expired(this, error);
  }
}

const NO_HEADERS = {};

/** The last moment a `Date` can name. */
const NEVER_MS = 8.64e15;

/** The time limit of the endpoint, or the remaining time of the caller if that is shorter. */
function deadlineOf(message: IncomingMessage, timeoutMs: number): number {
  const own = timeoutMs > 0 ? timeoutMs : Infinity;
  const given = Number(headerOf(message, headers.timeout) || Number.NaN);
  const left = given > 0 ? Math.min(own, given) : own;
  return left === Infinity ? Infinity : performance.now() + left;
}

/** The fields that log lines about a message have: its subject, and its trace. */
export const messageFields = (input: Traced): Readonly<Record<string, string>> => ({
  subject: input.message.subject,
  ...traceFields(traceOf(input)),
});
