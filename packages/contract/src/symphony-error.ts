import { hasBrand } from './brand.js';
import type { ErrorEntry } from './error-entry.js';
import { type ErrorCode, type ErrorParams, errorTable } from './error-table.js';

/** Shared by every installed copy of this package, so that `instanceof` does not depend on which one made the error. */
const brand = Symbol.for('symphony-ts.error');

/**
 * The one base of all errors of the project. `code` names the cause, `message` says `[CODE] what happened; what to do`,
 * `params` holds the facts it was written from, `status` what a remote caller sees.
 *
 * A code that has a class of its own always comes as that class, however the error is made. `instanceof` goes by the code,
 * so it also holds for an error of another installed copy.
 */
export class SymphonyError<C extends ErrorCode = ErrorCode> extends Error {
  /** Identifies the cause. Stable, and listed in `docs/errors.md`. */
  readonly code: C;
  /** The values that the message speaks of. */
  readonly params: ErrorParams<C>;
  /** What to do about it. */
  readonly remedy: string;
  /** The HTTP status that stands for this error. */
  readonly status: number;

  constructor(code: C, params: ErrorParams<C>, options?: ErrorOptions) {
    const { text, remedy: usual, remedyFor, status, name } = entryOf(code);
    const remedy = remedyFor?.(params) ?? usual;
    super(`[${code}] ${text(params)}; ${remedy}`, options);
    this.code = code;
    this.params = params;
    this.remedy = remedy;
    this.status = status;
    // Not the name of the class: a minifier changes that.
    Object.defineProperty(this, 'name', { value: name ?? 'SymphonyError', configurable: true, writable: true });
    Object.defineProperty(this, brand, { value: true });
    if (new.target === SymphonyError) {
      const own = ownClasses[code];
      if (own) Object.setPrototypeOf(this, own.prototype);
    }
  }

  /** What happened, without code and remedy: the text for a remote caller. */
  get text(): string {
    return entryOf(this.code).text(this.params);
  }

  static override [Symbol.hasInstance](this: unknown, value: unknown): boolean {
    if (this === SymphonyError) return isSymphonyError(value);
    const code = codes.get(this);
    if (code) return isSymphonyError(value, code);
    // A class that a user derived: its instances are those of its prototype.
    return Function.prototype[Symbol.hasInstance].call(this as () => void, value);
  }
}

/** The table ties each code to its parameters; the compiler cannot follow that through a generic index. */
const entryOf = <C extends ErrorCode>(code: C): ErrorEntry<ErrorParams<C>> =>
  errorTable[code] as ErrorEntry<ErrorParams<C>>;

/** True for an error of the project, of `code` where one is given; works across two installed copies. */
export function isSymphonyError<C extends ErrorCode = ErrorCode>(error: unknown, code?: C): error is SymphonyError<C> {
  if (!hasBrand(error, brand)) return false;
  return code === undefined || Reflect.get(error, 'code') === code;
}

/** The class of one code. */
const errorClass = <C extends ErrorCode>(code: C) =>
  class extends SymphonyError<C> {
    constructor(params: ErrorParams<C>, options?: ErrorOptions) {
      super(code, params, options);
    }
  };

/** The token cannot be decoded. */
export class InvalidTokenError extends errorClass('INVALID_TOKEN') {}
/** The platform or the server refused the token. */
export class AuthenticationError extends errorClass('AUTHENTICATION_FAILED') {}
/** There is no connection to the platform or to NATS. */
export class ConnectionError extends errorClass('CONNECTION_FAILED') {}
/** No answer came in time. */
export class TimeoutError extends errorClass('TIMEOUT') {}
/** The connection is down. `isSent` is false where nothing was sent, so that repeating is safe; true where it may have been handled. */
export class DisconnectedError extends errorClass('DISCONNECTED') {
  /** Whether the message had left. If `false`, repeating is safe; if `true`, it may have been handled. */
  get isSent(): boolean {
    return this.params.isSent;
  }
}

/** Nobody listens on the subject. */
export class NoRespondersError extends errorClass('NO_RESPONDERS') {}
/** The key does not permit the subject. */
export class PermissionError extends errorClass('PERMISSION_DENIED') {}

/** An error reply. `remoteStatus` is the status of the service, `details` its body where it had one. */
export class RemoteError extends errorClass('REMOTE_ERROR') {
  /** Status code that the other side answered with. */
  get remoteStatus(): number {
    return this.params.status;
  }

  /** What the other side sent as `details`; `undefined` if nothing. */
  get details(): unknown {
    return this.params.details;
  }
}

/** The bucket does not exist. */
export class BucketNotFoundError extends errorClass('BUCKET_NOT_FOUND') {}
/** The key has no value. */
export class KeyNotFoundError extends errorClass('KEY_NOT_FOUND') {}
/** The key has a value already. */
export class KeyExistsError extends errorClass('KEY_EXISTS') {}

/** The key is at another revision. `actual` is `undefined` where the key does not exist. */
export class RevisionConflictError extends errorClass('REVISION_CONFLICT') {
  /** The revision that the writer had seen. */
  get expected(): number {
    return this.params.expected;
  }

  /** The revision that is stored; `undefined` where the key has no value. */
  get actual(): number | undefined {
    return this.params.actual;
  }
}

/** A setting or an option is wrong. */
export class InvalidConfigurationError extends errorClass('INVALID_CONFIGURATION') {}

/** Every problem of a module at once. */
export class InvalidModuleError extends errorClass('INVALID_MODULE') {
  /** Everything that is wrong with the module, with a way to mend it. */
  get problems(): ErrorParams<'INVALID_MODULE'>['problems'] {
    return this.params.problems;
  }
}

/** The codes that have a class of their own. */
const ownClasses: { readonly [C in ErrorCode]?: { readonly prototype: SymphonyError<C> } } = {
  INVALID_TOKEN: InvalidTokenError,
  AUTHENTICATION_FAILED: AuthenticationError,
  CONNECTION_FAILED: ConnectionError,
  TIMEOUT: TimeoutError,
  DISCONNECTED: DisconnectedError,
  NO_RESPONDERS: NoRespondersError,
  PERMISSION_DENIED: PermissionError,
  REMOTE_ERROR: RemoteError,
  BUCKET_NOT_FOUND: BucketNotFoundError,
  KEY_NOT_FOUND: KeyNotFoundError,
  KEY_EXISTS: KeyExistsError,
  REVISION_CONFLICT: RevisionConflictError,
  INVALID_CONFIGURATION: InvalidConfigurationError,
  INVALID_MODULE: InvalidModuleError,
};
const codes: ReadonlyMap<unknown, ErrorCode> = new Map(
  (Object.keys(ownClasses) as ErrorCode[]).map((code) => [ownClasses[code], code]),
);
