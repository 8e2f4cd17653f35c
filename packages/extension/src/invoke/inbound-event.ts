import type { Logger } from '@symphony-ts/contract';
import { type OpenSpan, type Span, silentSpan } from '@symphony-ts/observability';
import type { EventMessage } from '../replies/requests.js';
import { messageFields } from './inbound-request.js';
import type { Waiting } from './lane.js';
import { headerMap, type IncomingMessage } from './message.js';
import type { Pending } from './pending-requests.js';
import type { Traced } from './trace.js';

/** The state shared by all events of one handler. */
export interface EventScope {
  /** How logs name the handler. */
  readonly member: string;
  readonly logger: Logger;
  /** Called once if the extension stops waiting for the event before its handler has begun. */
  readonly expired: (event: InboundEvent) => void;
}

/** The second argument of event handlers. Its signal aborts when the extension must stop without waiting any longer. */
export class InboundEvent implements EventMessage, Pending, Traced, Waiting {
  readonly kind = 'event';
  readonly caller = undefined;
  readonly deadlineAt = Infinity;
  readonly message: IncomingMessage;
  kept: Pending['kept'];
  /** Whether it will never reach its handler. */
  isOver = false;
  /** The span of the handler, from its begin. */
  openedSpan: OpenSpan | undefined;
  readonly #scope: EventScope;
  #hasBegun = false;
  #abort: AbortController | undefined;

  constructor(message: IncomingMessage, scope: EventScope) {
    this.message = message;
    this.#scope = scope;
  }

  get member(): string {
    return this.#scope.member;
  }

  get bytes(): number {
    return this.message.data.length;
  }

  get data(): Uint8Array {
    return this.message.data;
  }

  get subject(): string {
    return this.message.subject;
  }

  get headers(): ReadonlyMap<string, string> {
    return headerMap(this.message.headers);
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    return this.#abort.signal;
  }

  get logger(): Logger {
    return this.#scope.logger.child(messageFields(this));
  }

  get span(): Span {
    return this.openedSpan ?? silentSpan;
  }

  /** Its handler begins. */
  begin(span: OpenSpan | undefined): void {
    this.#hasBegun = true;
    this.openedSpan = span;
  }

  expire(): void {
    // A signal asked for afterwards is aborted from the start.
    this.#abort ??= new AbortController();
    this.#abort.abort();
    if (this.#hasBegun || this.isOver) return;
    this.isOver = true;
    this.#scope.expired(this);
  }
}
