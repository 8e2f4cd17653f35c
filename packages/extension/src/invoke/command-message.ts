import type { CallerIdentity, Logger } from '@symphony-ts/contract';
import type { Span } from '@symphony-ts/observability';
import type { EventMessage } from '../replies/requests.js';
import type { InboundRequest } from './inbound-request.js';

/** The second argument of `@OnCommand` handlers: the message that brought the command. */
export class InboundCommand implements EventMessage {
  readonly kind = 'command';
  readonly #inbound: InboundRequest;

  constructor(inbound: InboundRequest) {
    this.#inbound = inbound;
  }

  get data(): Uint8Array {
    return this.#inbound.data;
  }

  get subject(): string {
    return this.#inbound.subject;
  }

  get headers(): ReadonlyMap<string, string> {
    return this.#inbound.headers;
  }

  get caller(): CallerIdentity | undefined {
    return this.#inbound.caller;
  }

  get signal(): AbortSignal {
    return this.#inbound.signal;
  }

  get logger(): Logger {
    return this.#inbound.logger;
  }

  get span(): Span {
    return this.#inbound.span;
  }
}
