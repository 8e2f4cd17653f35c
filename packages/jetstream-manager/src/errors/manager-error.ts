import { errorCodes, type JetStreamManagerErrorCode } from './error-codes.js';

/** Shared by every installed copy of this package, so that matching does not depend on class identity. */
const brand = Symbol.for('@symphony-ts/jetstream-manager/error/v1');

/** What went wrong, as data: shown in logs and by `--json` output. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** Options of {@link JetStreamManagerError}: the underlying error, and facts about this occurrence. */
export interface ManagerErrorOptions {
  readonly cause?: unknown;
  readonly details?: ErrorDetails;
}

/**
 * The one family of errors this package throws. `code` tells the cause apart, `details` holds the facts of this
 * occurrence and `cause` what lay underneath. Match with {@link isJetStreamManagerError}. `instanceof` goes by a brand and the
 * server's code, so it also holds for an error of another installed copy.
 */
export class JetStreamManagerError extends Error {
  /** Identifies the cause. */
  readonly code: JetStreamManagerErrorCode;
  /** The values that the message speaks of. */
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
    // A class that a user derived: its instances are those of its prototype.
    return Function.prototype[Symbol.hasInstance].call(this as () => void, value);
  }
}

/** Whether `error` comes from this package, and, when given, has this `code`. */
export function isJetStreamManagerError(
  error: unknown,
  code?: JetStreamManagerErrorCode,
): error is JetStreamManagerError {
  if (typeof error !== 'object' || error === null || !(brand in error)) return false;
  return code === undefined || (error as { readonly code?: unknown }).code === code;
}
