import type { OptionNames } from '@symphony-ts/contract';
/** How an endpoint answers. `Q` and `R` are its request and response schemas. */
export interface EndpointOptions<Q, R> {
  /** Name of the endpoint, where it is not given as the first argument. Default: the method's name. */
  readonly name?: string;
  /** Checks the input; without it the input is `unknown`. A misfit is answered 400 with its issues. */
  readonly request?: Q | undefined;
  /** Checks the reply: the handler returns what it takes in, the wire carries what it gives out. */
  readonly response?: R | undefined;
  /** What the endpoint does, for people; shown in service discovery and in the API reference. */
  readonly description?: string;
  /** A micro group below the extension's own: one more token of the subject. */
  readonly group?: string;
  /** Queue group that shares the requests; `false`: every instance answers each. Default `q`. */
  readonly queue?: string | false;
  /** Metadata of the endpoint in service discovery. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Milliseconds until the caller is answered 504; 0 for never. Default 30,000. */
  readonly timeoutMs?: number;
  /** Requests handled at once by this instance; those beyond wait in order. Default 1,000. */
  readonly concurrency?: number;
  /**
   * Requests that may wait in this instance; those beyond are refused with 429. Default 10,000. A request is refused
   * earlier where it would wait for more than 60 % of the time that its caller has.
   */
  readonly maxQueued?: number;
  /** Whether its messages open a span, where observability is on. Default `true`. */
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
