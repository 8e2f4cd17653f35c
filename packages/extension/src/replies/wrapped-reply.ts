/** An HTTP reply as a plain object. An `@Rest` handler with the option `wrapped` may return it. */
export interface WrappedReply<Body = unknown> {
  /** The body: JSON, text or bytes. */
  readonly body: Body;
  /** HTTP status, 100 to 599. */
  readonly statusCode: number;
  /** Headers of the reply. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Media type of the body. Default `text/plain` for text, `application/octet-stream` for bytes, otherwise `application/json`. */
  readonly contentType?: string;
}

/** Whether a value has the two fields that make it an answer. */
export const isWrappedReply = (value: unknown): value is WrappedReply =>
  typeof value === 'object' &&
  value !== null &&
  Object.hasOwn(value, 'body') &&
  typeof Reflect.get(value, 'statusCode') === 'number';
