import { AuthenticationError, ConnectionError, toError } from '@symphony-ts/contract';
import { explainFailure, explainNatsFailure } from '../exchange/fetch-failure.js';

/*
 * Errors of nats.js are told apart by name, not by class: an application may have a second copy of the library.
 */

/** True for a server that does not accept the credentials (any more). */
export const isAuthFailure = (error: Error): boolean =>
  error.name === 'AuthorizationError' ||
  error.name === 'UserAuthenticationExpiredError' ||
  /authentication revoked/i.test(error.message);

/** What a server takes in one line, unless its `max_control_line` says otherwise. */
const CONTROL_LINE_BYTES = 4_096;
/** What a CONNECT holds beside the JWT, at the least. */
const BESIDE_JWT_BYTES = 300;

/** What was shown to a server: the JWT of a key, or what errors call the login at a server without a platform. */
export interface Shown {
  readonly jwt?: string | undefined;
  readonly login?: string | undefined;
  /** What else a silence may mean. */
  readonly silence?: string | undefined;
  /** What the server says to whoever connects, where it lets nobody in. */
  readonly refusal?: string | undefined;
}

/** Why the first connect failed, as a typed error. */
export function connectFailure(
  thrown: unknown,
  servers: readonly string[],
  { jwt, login, silence = '', refusal }: Shown,
): AuthenticationError | ConnectionError {
  const cause = toError(thrown);
  const address = servers.join(', ');
  const isPlainNats = login !== undefined;
  if (isAuthFailure(cause)) {
    const reason = cause.message;
    return new AuthenticationError({ address, reason, ...(isPlainNats ? { login } : {}) }, { cause });
  }
  const reason =
    cause.name === 'TimeoutError'
      ? (explainRefusal(refusal) ?? `it did not answer in time${explainSize(jwt)}${silence}`)
      : explain(cause, isPlainNats);
  return new ConnectionError({ address, reason, ...(isPlainNats ? { isPlainNats } : {}) }, { cause });
}

function explain(cause: Error, isPlainNats: boolean): string {
  // The library's words for a server that hangs up before it has said anything.
  if (/undefined error/.test(cause.message)) {
    return 'it hung up without a word; if it begins with TLS (handshake_first), say so: nats.tls.first, --tlsfirst';
  }
  return isPlainNats ? explainNatsFailure(cause) : explainFailure(cause);
}

function explainRefusal(refusal: string | undefined): string | undefined {
  // The size of what is shown has an explanation of its own.
  if (refusal === undefined || /control line/i.test(refusal)) return undefined;
  if (/account active connections/i.test(refusal)) {
    return 'the account has as many connections as it may; close some, or raise the limit of the account';
  }
  return /maximum connections/i.test(refusal)
    ? 'it has as many connections as it accepts (max_connections); try again when others have ended, or raise the limit'
    : `it accepts nobody: ${refusal}`;
}

/** A server that is shown too much hangs up, and nats.js only says that time ran out. */
const explainSize = (jwt = ''): string =>
  jwt.length + BESIDE_JWT_BYTES < CONTROL_LINE_BYTES
    ? ''
    : `; the JWT of this key has ${jwt.length} bytes, and a server takes ${CONTROL_LINE_BYTES} in all unless its max_control_line is higher`;
