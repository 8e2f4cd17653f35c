import { hasBrand } from './brand.js';

const brand = Symbol.for('symphony-ts.endpoint-error');

/**
 * Refuses a request: throw it from a handler. The caller gets `code`, `message` and `details`, and nothing else of the
 * error. `instanceof` also works if the package is installed twice.
 */
export class EndpointError extends Error {
  /** Status of the refusal as in HTTP, 400 to 599. For any other number the caller gets 500. */
  readonly code: number;
  /** A value that is sent as JSON with the message. */
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
