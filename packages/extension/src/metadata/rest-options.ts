import type { OptionNames, Schema } from '@symphony-ts/contract';

/** The parts of one REST operation. The schemas stand for path, query, body, header and reply. */
export interface RestOptions<Pa, Qu, Bo, He, Re> {
  /** Path parameters; their values arrive as text. */
  readonly params?: Pa | undefined;
  /** Query parameters; their values arrive as text, or as a list of texts where one is repeated. */
  readonly query?: Qu | undefined;
  /** Checks the request body; without it the body is `unknown`. */
  readonly body?: Bo | undefined;
  /** Request headers, by their names in lower case. */
  readonly headers?: He | undefined;
  /** Checks the body of a successful reply. */
  readonly response?: Re | undefined;
  /** Other replies by status: a schema, or words that describe one without a body. */
  readonly responses?: Readonly<Record<number, Schema | string>>;
  /** Status of a plain returned value, 200 to 599. Default 200, or 204 where nothing is returned. */
  readonly status?: number;
  /**
   * Whether the handler may return `{ body, statusCode, headers, contentType }` instead of a `RestResponse`: an object with
   * `body` and `statusCode` is then that answer, and not a body itself. Default `false`.
   */
  readonly wrapped?: boolean;
  /** One line for the API reference. */
  readonly summary?: string;
  /** More for the API reference; Markdown. */
  readonly description?: string;
  /** Groups of the API reference that the operation belongs to. */
  readonly tags?: readonly string[];
  /** Default: the method's name. */
  readonly operationId?: string;
  /** Whether the API reference advises against it. Default `false`. */
  readonly deprecated?: boolean;
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

/** The names of {@link RestOptions}. */
export const restOptionNames = {
  params: true,
  query: true,
  body: true,
  headers: true,
  response: true,
  responses: true,
  status: true,
  wrapped: true,
  summary: true,
  description: true,
  tags: true,
  operationId: true,
  deprecated: true,
  timeoutMs: true,
  concurrency: true,
  maxQueued: true,
  trace: true,
} as const satisfies OptionNames<RestOptions<unknown, unknown, unknown, unknown, unknown>>;
