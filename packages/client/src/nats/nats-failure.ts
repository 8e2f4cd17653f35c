import { AuthenticationError, ConnectionError, toError } from '@symphony-ts/contract';
import { explainFailure, explainNatsFailure } from '../exchange/fetch-failure.js';

/*
 * Errors of nats.js are recognized by name and not by class, because an application may have a second copy of the library.
 */

/** Whether a server no longer accepts the credentials, or never did. */
export const isAuthFailure = (error: Error): boolean =>
  error.name === 'AuthorizationError' ||
  error.name === 'UserAuthenticationExpiredError' ||
  /authentication revoked/i.test(error.message);

/** The longest line that a server accepts, unless its `max_control_line` is different. */
const CONTROL_LINE_BYTES = 4_096;
/** The smallest size of a CONNECT without the JWT. */
const BESIDE_JWT_BYTES = 300;

/** What the client sent to a server: the JWT of a key, or the name of the login to a server without a platform. */
export interface Shown {
  readonly jwt?: string | undefined;
  readonly login?: string | undefined;
  /** Another possible reason if the server does not answer. */
  readonly silence?: string | undefined;
  /** The server's reason, if it refuses all clients. */
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
  // nats.js has these words for a server that closes the connection before it sends anything.
  if (/undefined error/.test(cause.message)) {
    return 'it hung up without a word; if it begins with TLS (handshake_first), say so: nats.tls.first, --tlsfirst';
  }
  return isPlainNats ? explainNatsFailure(cause) : explainFailure(cause);
}

function explainRefusal(refusal: string | undefined): string | undefined {
  // Another function explains a line that is too long.
  if (refusal === undefined || /control line/i.test(refusal)) return undefined;
  if (/account active connections/i.test(refusal)) {
    return 'the account has as many connections as it may; close some, or raise the limit of the account';
  }
  return /maximum connections/i.test(refusal)
    ? 'it has as many connections as it accepts (max_connections); try again when others have ended, or raise the limit'
    : `it accepts nobody: ${refusal}`;
}

/** A server closes the connection after a line that is too long, and nats.js only reports a timeout. */
const explainSize = (jwt = ''): string =>
  jwt.length + BESIDE_JWT_BYTES < CONTROL_LINE_BYTES
    ? ''
    : `; the JWT of this key has ${jwt.length} bytes, and a server takes ${CONTROL_LINE_BYTES} in all unless its max_control_line is higher`;
