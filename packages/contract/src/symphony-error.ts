import { errorTable, type ErrorCode, type ErrorEntry, type ErrorParams } from './error-table.js';

const brand = Symbol.for('symphony-ts.error');

/**
 * The one base of all errors of the project. `code` names the cause, `message` says `[CODE] what happened; what to do`,
 * `params` holds the facts it was written from, `status` what a remote caller sees.
 */
export class SymphonyError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly params: ErrorParams<C>;
  readonly remedy: string;
  readonly status: number;

  constructor(code: C, params: ErrorParams<C>, options?: ErrorOptions) {
    // The table ties each code to its parameters; the compiler cannot follow that through a generic index.
    const entry = errorTable[code] as ErrorEntry<ErrorParams<C>>;
    super(`[${code}] ${entry.text(params)}; ${entry.remedy}`, options);
    this.name = new.target.name;
    this.code = code;
    this.params = params;
    this.remedy = entry.remedy;
    this.status = entry.status;
    Object.defineProperty(this, brand, { value: true });
  }

  /** What happened, without code and remedy: the text for a remote caller. */
  get text(): string {
    return (errorTable[this.code] as ErrorEntry<ErrorParams<C>>).text(this.params);
  }
}

/** True for an error of the project, of `code` where one is given; works across two installed copies. */
export function isSymphonyError<C extends ErrorCode = ErrorCode>(error: unknown, code?: C): error is SymphonyError<C> {
  if (!(error instanceof Error) || !(brand in error)) return false;
  return code === undefined || Reflect.get(error, 'code') === code;
}

/** Any thrown value as an `Error`; the only such conversion. */
export const toError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

export class InvalidTokenError extends SymphonyError<'INVALID_TOKEN'> {
  constructor(params: ErrorParams<'INVALID_TOKEN'>, options?: ErrorOptions) {
    super('INVALID_TOKEN', params, options);
  }
}

export class AuthenticationError extends SymphonyError<'AUTHENTICATION_FAILED'> {
  constructor(params: ErrorParams<'AUTHENTICATION_FAILED'>, options?: ErrorOptions) {
    super('AUTHENTICATION_FAILED', params, options);
  }
}

export class ConnectionError extends SymphonyError<'CONNECTION_FAILED'> {
  constructor(params: ErrorParams<'CONNECTION_FAILED'>, options?: ErrorOptions) {
    super('CONNECTION_FAILED', params, options);
  }
}

export class TimeoutError extends SymphonyError<'TIMEOUT'> {
  constructor(params: ErrorParams<'TIMEOUT'>, options?: ErrorOptions) {
    super('TIMEOUT', params, options);
  }
}

export class NoRespondersError extends SymphonyError<'NO_RESPONDERS'> {
  constructor(params: ErrorParams<'NO_RESPONDERS'>, options?: ErrorOptions) {
    super('NO_RESPONDERS', params, options);
  }
}

export class PermissionError extends SymphonyError<'PERMISSION_DENIED'> {
  constructor(params: ErrorParams<'PERMISSION_DENIED'>, options?: ErrorOptions) {
    super('PERMISSION_DENIED', params, options);
  }
}

/** An error reply. `remoteStatus` is the code of the service, `details` its body where it had one. */
export class RemoteError extends SymphonyError<'REMOTE_ERROR'> {
  readonly remoteStatus: number;
  readonly details: unknown;

  constructor(params: ErrorParams<'REMOTE_ERROR'> & { details?: unknown }, options?: ErrorOptions) {
    super('REMOTE_ERROR', params, options);
    this.remoteStatus = params.status;
    this.details = params.details;
  }
}

export class BucketNotFoundError extends SymphonyError<'BUCKET_NOT_FOUND'> {
  constructor(params: ErrorParams<'BUCKET_NOT_FOUND'>, options?: ErrorOptions) {
    super('BUCKET_NOT_FOUND', params, options);
  }
}

export class KeyNotFoundError extends SymphonyError<'KEY_NOT_FOUND'> {
  constructor(params: ErrorParams<'KEY_NOT_FOUND'>, options?: ErrorOptions) {
    super('KEY_NOT_FOUND', params, options);
  }
}

export class KeyExistsError extends SymphonyError<'KEY_EXISTS'> {
  constructor(params: ErrorParams<'KEY_EXISTS'>, options?: ErrorOptions) {
    super('KEY_EXISTS', params, options);
  }
}

/** `actual` is `undefined` where the key does not exist. */
export class RevisionConflictError extends SymphonyError<'REVISION_CONFLICT'> {
  readonly expected: number;
  readonly actual: number | undefined;

  constructor(params: ErrorParams<'REVISION_CONFLICT'>, options?: ErrorOptions) {
    super('REVISION_CONFLICT', params, options);
    this.expected = params.expected;
    this.actual = params.actual;
  }
}

export class InvalidConfigurationError extends SymphonyError<'INVALID_CONFIGURATION'> {
  constructor(params: ErrorParams<'INVALID_CONFIGURATION'>, options?: ErrorOptions) {
    super('INVALID_CONFIGURATION', params, options);
  }
}

/** Every problem of a module at once. */
export class InvalidModuleError extends SymphonyError<'INVALID_MODULE'> {
  constructor(params: ErrorParams<'INVALID_MODULE'>, options?: ErrorOptions) {
    super('INVALID_MODULE', params, options);
  }

  get problems(): ErrorParams<'INVALID_MODULE'>['problems'] {
    return this.params.problems;
  }
}
