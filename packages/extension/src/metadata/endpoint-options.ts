import type { OptionNames } from '@symphony-ts/contract';
/** How an endpoint answers. `Q` and `R` are its request and response schemas. */
export interface EndpointOptions<Q, R> {
  /** Name of the endpoint, if the first argument does not give it. Default: the method's name. */
  readonly name?: string;
  /** Checks the input; without it the input is `unknown`. A caller whose input does not match gets 400 with the issues. */
  readonly request?: Q | undefined;
  /** Checks the reply. The handler returns the input of the schema; the caller receives its output. */
  readonly response?: R | undefined;
  /** What the endpoint does, for people. Service discovery and the API reference show it. */
  readonly description?: string;
  /** A group of the NATS service below the extension's own group. It adds one token to the subject. */
  readonly group?: string;
  /** Queue group that shares the requests. `false`: every instance answers each request. Default `q`. */
  readonly queue?: string | false;
  /** Metadata of the endpoint in service discovery. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Milliseconds until the caller gets 504; 0 means never. Default 30,000. */
  readonly timeoutMs?: number;
  /** Most requests that this instance handles at once; more requests wait in order. Default 1,000. */
  readonly concurrency?: number;
  /**
   * Most requests that wait in this instance; more requests are refused with 429. Default 10,000. A request is also refused
   * if it would wait for more than 60 % of the time that its caller has.
   */
  readonly maxQueued?: number;
  /** Whether a message opens a span, if observability is on. Default `true`. */
  readonly trace?: boolean;
}

/** The names of {@link EndpointOptions}. */
export const endpointOptionNames = {
  name: true,
  request: true,
  response: true,
  description: true,
  group: true,
  queue: true,
  metadata: true,
  timeoutMs: true,
  concurrency: true,
  maxQueued: true,
  trace: true,
} as const satisfies OptionNames<EndpointOptions<unknown, unknown>>;
