import { hasBrand } from './brand.js';
import type { ErrorEntry } from './error-entry.js';
import { type ErrorCode, type ErrorParams, errorTable } from './error-table.js';

/** Shared by every installed copy of this package, so that `instanceof` does not depend on which one made the error. */
const brand = Symbol.for('symphony-ts.error');

/**
 * The base class of all errors of the project. `code` is the cause, and `message` has the form
 * `[CODE] what happened; what to do`. `params` are the facts in the message. `status` is the status that a remote caller gets.
 *
 * Some codes have a class of their own, and an error with such a code is always of that class. `instanceof` compares the code, so
 * it also works if the package is installed twice.
 */
export class SymphonyError<C extends ErrorCode = ErrorCode> extends Error {
  /** Identifies the cause. Codes are stable. `docs/errors.md` lists all of them. */
  readonly code: C;
  /** The facts in the message. */
  readonly params: ErrorParams<C>;
  /** What the reader can do. */
  readonly remedy: string;
  /** The HTTP status of this error. */
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

  /** What happened, without code and remedy. A remote caller gets this text. */
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

/** True for an error of the project with this `code`, or with any code. It also works if the package is installed twice. */
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
/** No answer arrived in time. */
export class TimeoutError extends errorClass('TIMEOUT') {}
/** The connection is down. */
export class DisconnectedError extends errorClass('DISCONNECTED') {
  /** `false`: nothing was sent, so you can safely repeat the request. `true`: the request may have been handled. */
  get isSent(): boolean {
    return this.params.isSent;
  }
}

/** Nothing listens on the subject. */
export class NoRespondersError extends errorClass('NO_RESPONDERS') {}
/** The API key does not permit the subject. */
export class PermissionError extends errorClass('PERMISSION_DENIED') {}

/** The called service answered with an error. */
export class RemoteError extends errorClass('REMOTE_ERROR') {
  /** Status code of the answer. */
  get remoteStatus(): number {
    return this.params.status;
  }

  /** The `details` of the answer. `undefined` if it has none. */
  get details(): unknown {
    return this.params.details;
  }
}

/** The bucket does not exist. */
export class BucketNotFoundError extends errorClass('BUCKET_NOT_FOUND') {}
/** The key has no value. */
export class KeyNotFoundError extends errorClass('KEY_NOT_FOUND') {}
/** The key already has a value. */
export class KeyExistsError extends errorClass('KEY_EXISTS') {}

/** The key is at another revision. */
export class RevisionConflictError extends errorClass('REVISION_CONFLICT') {
  /** The revision that the writer expected. */
  get expected(): number {
    return this.params.expected;
  }

  /** The stored revision. `undefined` if the key has no value. */
  get actual(): number | undefined {
    return this.params.actual;
  }
}

/** A setting or an option is wrong. */
export class InvalidConfigurationError extends errorClass('INVALID_CONFIGURATION') {}

/** A module has problems. The error lists all of them. */
export class InvalidModuleError extends errorClass('INVALID_MODULE') {
  /** The problems of the module, each with a remedy. */
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
