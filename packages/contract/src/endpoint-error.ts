import { hasBrand } from './brand.js';

const brand = Symbol.for('symphony-ts.endpoint-error');

/**
 * Refuses a request: throw it from a handler. The caller gets `code`, `message` and `details`; nothing else of the
 * error crosses the wire. `instanceof` also holds for an error of another installed copy.
 */
export class EndpointError extends Error {
  /** Status of the refusal, 400 to 599 as in HTTP; the caller sees 500 for any other number. */
  readonly code: number;
  /** Sent as JSON beside the message. */
  readonly details: unknown;

  constructor(code: number, message: string, details?: unknown, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
    Object.defineProperty(this, 'name', { value: 'EndpointError', configurable: true, writable: true });
    Object.defineProperty(this, brand, { value: true });
  }

  static override [Symbol.hasInstance](this: unknown, value: unknown): boolean {
    if (this === EndpointError) return hasBrand(value, brand);
    return Function.prototype[Symbol.hasInstance].call(this as () => void, value);
  }
}
