/**
 * Refuses a request: throw it from a handler. The caller gets `code`, `message` and `details`; nothing else of the
 * error crosses the wire.
 */
export class EndpointError extends Error {
  override readonly name = 'EndpointError';
  /** Status of the refusal, 400 to 599 as in HTTP; the caller sees 500 for any other number. */
  readonly code: number;
  /** Sent as JSON beside the message. */
  readonly details: unknown;

  constructor(code: number, message: string, details?: unknown, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}
