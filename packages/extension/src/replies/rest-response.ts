import { assertKnownOptions, type OptionNames } from '@symphony-ts/contract';
import type { WrappedReply } from './wrapped-reply.js';

export interface RestResponseOptions {
  /** HTTP status, 100 to 599. Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The names of {@link RestResponseOptions}. */
const responseOptionNames = { status: true, headers: true } as const satisfies OptionNames<RestResponseOptions>;
/** The names of the options of `text`. */
const textOptionNames = { ...responseOptionNames, contentType: true } as const;
/** The names of the options of `empty` and `error`, whose status is an argument. */
const headerOptionNames = { headers: true } as const satisfies OptionNames<Omit<RestResponseOptions, 'status'>>;

/** Without a charset a browser reads text as windows-1252. The body is UTF-8. */
const withCharset = (contentType: string): string =>
  /^text\/|[/+]xml|javascript/i.test(contentType) && !/;\s*charset=/i.test(contentType)
    ? `${contentType}; charset=utf-8`
    : contentType;

/** Every installed copy of this package has the same key. A library of handlers may bring its own copy. */
const brand = Symbol.for('symphony-ts.rest-response');
/** The mark of a body that is sent unchanged, whether it is JSON or not. */
const VERBATIM = 'verbatim';

/** Whether the body of a response is sent unchanged, even if its content type is JSON. */
export const isVerbatim = (response: RestResponse): boolean => Reflect.get(response, brand) === VERBATIM;

/** The content type among the headers of an answer, in any spelling of the name. */
const typeAmong = (headers: Readonly<Record<string, string>>): string | undefined =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];

/** `undefined` for a body that needs no type. */
function plainType(body: unknown): string | undefined {
  if (body === undefined) return undefined;
  if (typeof body === 'string') return withCharset('text/plain');
  return body instanceof Uint8Array ? 'application/octet-stream' : 'application/json';
}

interface RestResponseParts<Body> {
  readonly body: Body;
  readonly status: number;
  readonly contentType: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly isVerbatim?: boolean;
}

/**
 * The reply of an `@Rest` handler, with full control over status, content type and headers. `instanceof` also works if the
 * package is installed twice.
 */
export class RestResponse<Body = unknown> {
  /** The body. If the operation has a response schema, the schema checks it. */
  readonly body: Body;
  /** HTTP status. */
  readonly status: number;
  /** Media type of the body. `undefined` if the reply has no body. */
  readonly contentType: string | undefined;
  /** Headers of the reply, by name. */
  readonly headers: Readonly<Record<string, string>>;

  private constructor(parts: RestResponseParts<Body>) {
    this.body = parts.body;
    this.status = parts.status;
    this.contentType = parts.contentType;
    this.headers = parts.headers;
    Object.defineProperty(this, brand, { value: parts.isVerbatim ? VERBATIM : true });
  }

  static [Symbol.hasInstance](value: unknown): value is RestResponse {
    return typeof value === 'object' && value !== null && brand in value;
  }

  /**
   * A reply with a JSON body. Default status 200. The content type is that of a header `content-type`, such as
   * `application/problem+json`. Without one it is `application/json`.
   *
   * @throws `INVALID_CONFIGURATION` when an option does not exist
   */
  static json<B>(body: B, options: RestResponseOptions = {}): RestResponse<B> {
    assertKnownOptions('RestResponse.json', options, responseOptionNames);
    const { status = 200, headers = {} } = options;
    return new RestResponse({ body, status, contentType: typeAmong(headers) ?? 'application/json', headers });
  }

  /**
   * A reply with a text in UTF-8. The content type is `contentType`, otherwise a header `content-type`, otherwise `text/plain`.
   * A charset in the content type is kept. The text is sent unchanged, also if it is JSON.
   *
   * @throws `INVALID_CONFIGURATION` when an option does not exist
   */
  static text(
    body: string,
    options: RestResponseOptions & { readonly contentType?: string } = {},
  ): RestResponse<string> {
    assertKnownOptions('RestResponse.text', options, textOptionNames);
    const { status = 200, headers = {}, contentType = typeAmong(headers) ?? 'text/plain' } = options;
    return new RestResponse({ body, status, contentType: withCharset(contentType), headers, isVerbatim: true });
  }

  /**
   * A reply with bytes, such as an image or a PDF. Default status 200. Default content type `application/octet-stream`.
   *
   * @throws `INVALID_CONFIGURATION` when an option does not exist
   */
  static bytes(body: Uint8Array, contentType?: string, options: RestResponseOptions = {}): RestResponse<Uint8Array> {
    assertKnownOptions('RestResponse.bytes', options, responseOptionNames);
    const { status = 200, headers = {} } = options;
    const type = contentType ?? typeAmong(headers) ?? 'application/octet-stream';
    return new RestResponse({ body, status, contentType: type, headers });
  }

  /**
   * A reply without a body. Default status 204.
   *
   * @throws `INVALID_CONFIGURATION` when an option does not exist
   */
  static empty(status = 204, options: Omit<RestResponseOptions, 'status'> = {}): RestResponse<undefined> {
    assertKnownOptions('RestResponse.empty', options, headerOptionNames);
    const { headers = {} } = options;
    return new RestResponse({ body: undefined, status, contentType: undefined, headers });
  }

  /** Makes a reply from a plain object with `body`, `statusCode`, `headers` and `contentType`. */
  static wrapped<B>({ body, statusCode: status, headers = {}, contentType }: WrappedReply<B>): RestResponse<B> {
    return new RestResponse({
      body,
      status,
      headers,
      contentType: contentType ?? typeAmong(headers) ?? plainType(body),
    });
  }

  /**
   * A reply with an error message, sent as `{ error }`.
   *
   * @throws `INVALID_CONFIGURATION` when an option does not exist
   */
  static error(
    status: number,
    message: string,
    options: Omit<RestResponseOptions, 'status'> = {},
  ): RestResponse<{ readonly error: string }> {
    assertKnownOptions('RestResponse.error', options, headerOptionNames);
    const { headers = {} } = options;
    return RestResponse.json({ error: message }, { status, headers });
  }
}
