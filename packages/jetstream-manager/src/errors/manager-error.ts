import { errorCodes, type JetStreamManagerErrorCode } from './error-codes.js';

/** All installed copies of this package share this brand, so that matching does not depend on class identity. */
const brand = Symbol.for('@symphony-ts/jetstream-manager/error/v1');

/** Facts about an error as data. Logs and `--json` output contain them. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** Options of {@link JetStreamManagerError}: the original error, and facts about this occurrence. */
export interface ManagerErrorOptions {
  readonly cause?: unknown;
  readonly details?: ErrorDetails;
}

/**
 * The base class of all errors of this package. `code` identifies the cause, `details` has the facts about this
 * occurrence, and `cause` the original error. Match with {@link isJetStreamManagerError}. `instanceof` compares a brand
 * and the server's code, so it also works for errors of another installed copy.
 */
export class JetStreamManagerError extends Error {
  /** Identifies the cause. */
  readonly code: JetStreamManagerErrorCode;
  /** The values in the message. */
  readonly details: ErrorDetails;

  constructor(code: JetStreamManagerErrorCode, what: string, options: ManagerErrorOptions = {}) {
    super(`[${code}] ${what}; ${errorCodes[code]}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'JetStreamManagerError';
    this.code = code;
    this.details = Object.freeze({ ...options.details });
    Object.defineProperty(this, brand, { value: true });
  }

  static override [Symbol.hasInstance](this: unknown, value: unknown): boolean {
    if (this === JetStreamManagerError) return isJetStreamManagerError(value);
    // This class was derived by a user, so its instances are those of its prototype.
    return Function.prototype[Symbol.hasInstance].call(this as () => void, value);
  }
}

/** Whether `error` comes from this package. With `code`: whether it also has this code. */
export function isJetStreamManagerError(
  error: unknown,
  code?: JetStreamManagerErrorCode,
): error is JetStreamManagerError {
  if (typeof error !== 'object' || error === null || !(brand in error)) return false;
  return code === undefined || (error as { readonly code?: unknown }).code === code;
}
