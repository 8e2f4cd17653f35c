import type { OptionNames, Schema } from '@symphony-ts/contract';

/** Options of one REST operation. The type parameters are the schemas of path, query, body, headers and reply. */
export interface RestOptions<Pa, Qu, Bo, He, Re> {
  /** Checks the path parameters. Their values arrive as text. */
  readonly params?: Pa | undefined;
  /** Checks the query parameters. A value arrives as text; a repeated parameter arrives as a list of texts. */
  readonly query?: Qu | undefined;
  /** Checks the request body; without it the body is `unknown`. */
  readonly body?: Bo | undefined;
  /** Checks the request headers. Their names are in lower case. */
  readonly headers?: He | undefined;
  /** Checks the body of a successful reply. */
  readonly response?: Re | undefined;
  /** Other replies by status: the schema of the body, or a description of a reply without a body. */
  readonly responses?: Readonly<Record<number, Schema | string>>;
  /** Status of the reply if the handler returns a plain value, 200 to 599. Default 200, or 204 if it returns nothing. */
  readonly status?: number;
  /**
   * Whether the handler may return `{ body, statusCode, headers, contentType }` instead of a `RestResponse`. If `true`, an
   * object with `body` and `statusCode` is the whole reply, not its body. Default `false`.
   */
  readonly wrapped?: boolean;
  /** Title in the API reference, one line. */
  readonly summary?: string;
  /** Description in the API reference, in Markdown. */
  readonly description?: string;
  /** Groups of the API reference that list the operation. */
  readonly tags?: readonly string[];
  /** Name of the operation in the OpenAPI document. Default: the method's name. */
  readonly operationId?: string;
  /** Whether the API reference marks the operation as deprecated. Default `false`. */
  readonly deprecated?: boolean;
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
