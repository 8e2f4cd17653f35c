import type { SymphonyClient } from '@symphony-ts/client';
import type { CallerIdentity, Logger } from '@symphony-ts/contract';
import { HeaderMap } from '@symphony-ts/contract/internal';
import type { Span } from '@symphony-ts/observability';
import type { TypedRestRequest } from '../replies/requests.js';
import { sentUrl } from '../replies/sent-url.js';
import type { InboundRequest } from './inbound-request.js';
import type { Routed } from './routed-request.js';

/** The parts of a request after their schemas. */
export interface RestParts {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly headerValues: unknown;
}

const BASE = 'http://symphony.invalid';

/** The request of an `@Rest` handler: the parts of the envelope, and those of the message that brought it. */
export class InboundRestRequest implements TypedRestRequest<unknown, unknown, unknown, unknown> {
  readonly kind = 'rest';
  readonly method: string;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly headerValues: unknown;
  readonly headers: ReadonlyMap<string, string>;
  readonly #inbound: InboundRequest;
  readonly #url: string;
  readonly #rawBody: () => Uint8Array;

  constructor(inbound: InboundRequest, { envelope, rawBody }: Routed, parts: RestParts) {
    this.#rawBody = rawBody;
    this.#inbound = inbound;
    this.#url = envelope.url;
    this.method = envelope.method;
    this.headers = new HeaderMap(Object.entries(envelope.headers));
    this.params = parts.params;
    this.query = parts.query;
    this.body = parts.body;
    this.headerValues = parts.headerValues;
  }

  /** The URL as the client sent it; a path alone is completed with a host that does not exist. */
  get url(): URL {
    return sentUrl(this.#url, BASE);
  }

  /** The exact bytes of the HTTP body, as needed to check a signature. Empty if there is no body. */
  get rawBody(): Uint8Array {
    return this.#rawBody();
  }

  /** The whole envelope as it came over NATS; `body` is the body of the HTTP request. */
  get data(): Uint8Array {
    return this.#inbound.data;
  }

  get subject(): string {
    return this.#inbound.subject;
  }

  get deadline(): Date {
    return this.#inbound.deadline;
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

  get client(): SymphonyClient {
    return this.#inbound.client;
  }

  get span(): Span {
    return this.#inbound.span;
  }
}
