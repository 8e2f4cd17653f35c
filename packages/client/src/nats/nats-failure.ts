import { AuthenticationError, ConnectionError, toError } from '@symphony-ts/contract';
import { explainFailure } from '../exchange/fetch-failure.js';

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

/** Why the first connect failed, as a typed error. `jwt` is what it showed. */
export function connectFailure(
  thrown: unknown,
  servers: readonly string[],
  jwt = '',
): AuthenticationError | ConnectionError {
  const cause = toError(thrown);
  const address = servers.join(', ');
  if (isAuthFailure(cause)) return new AuthenticationError({ address, reason: cause.message }, { cause });
  const reason = cause.name === 'TimeoutError' ? `it did not answer in time${explainSize(jwt)}` : explainFailure(cause);
  return new ConnectionError({ address, reason }, { cause });
}

/** A server that is shown too much hangs up, and nats.js only says that time ran out. */
const explainSize = (jwt: string): string =>
  jwt.length + BESIDE_JWT_BYTES < CONTROL_LINE_BYTES
    ? ''
    : `; the JWT of this key has ${jwt.length} bytes, and a server takes ${CONTROL_LINE_BYTES} in all unless its max_control_line is higher`;
