import { type ApiErrorReply, buildApiError } from './api-error.js';
import { isJetStreamManagerError, JetStreamManagerError } from './manager-error.js';

/**
 * Turns any error of the NATS libraries into an error of this package. `what` names the operation, usually by the API
 * subject. An error of this package stays unchanged.
 */
export function toManagerError(error: unknown, what: string): JetStreamManagerError {
  if (isJetStreamManagerError(error)) return error;
  const ours = isJetStreamManagerError(causeOf(error)) ? causeOf(error) : undefined;
  if (isJetStreamManagerError(ours)) return ours;
  const reply = apiErrorIn(error);
  if (reply !== undefined) return buildApiError(reply, what, error);
  if (isNamed(error, 'JetStreamNotEnabled')) {
    return new JetStreamManagerError('JETSTREAM_UNAVAILABLE', `${what}: JetStream does not answer`, {
      cause: error,
    });
  }
  if (isNamed(error, 'TimeoutError')) {
    return new JetStreamManagerError('TIMEOUT', `${what}: there was no answer in time`, { cause: error });
  }
  const denied = [error, causeOf(error)].find(isDenial);
  if (denied !== undefined) {
    const { operation, subject } = denied;
    return new JetStreamManagerError('PERMISSION_DENIED', `${what}: this user may not ${verbs[operation]} ${subject}`, {
      cause: error,
      details: { operation, subject },
    });
  }
  if ([error, causeOf(error)].some((each) => isNamed(each, 'NoResponders'))) {
    return new JetStreamManagerError('NO_RESPONDERS', `${what}: nothing listens on this subject`, { cause: error });
  }
  if (isNamed(error, 'InvalidNameError')) {
    return new JetStreamManagerError('INVALID_NAME', `${what}: ${messageOf(error)}`, { cause: error });
  }
  if (isDisconnection(error)) {
    return new JetStreamManagerError('DISCONNECTED', `${what}: the connection is closed or closing`, { cause: error });
  }
  const message = messageOf(error);
  if (isFileError(error)) return new JetStreamManagerError('FILE_ERROR', `${what}: ${message}`, { cause: error });
  return new JetStreamManagerError('INVALID_ARGUMENT', `${what}: ${message}`, { cause: error });
}

const verbs = { publish: 'publish to', subscription: 'subscribe to' } as const;

/** The errors of a connection that is closed. */
const disconnections = ['ClosedConnectionError', 'DrainingConnectionError', 'ConnectionError'] as const;

const isDisconnection = (error: unknown): boolean =>
  [error, causeOf(error)].some((each) => disconnections.some((name) => isNamed(each, name)));

/** Compares the name, so that it also works for another installed copy of the library. */
function isNamed(error: unknown, name: string): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === name;
}

interface Denial {
  readonly operation: keyof typeof verbs;
  readonly subject: string;
}

// Every error of that name in the library has these fields.
const isDenial = (error: unknown): error is Denial => isNamed(error, 'PermissionViolationError');

/** The API reply in an error of the library, for all kinds of refusals. */
function apiErrorIn(error: unknown): ApiErrorReply | undefined {
  if (typeof error !== 'object' || error === null || !('apiError' in error)) return undefined;
  // Only errors of the library have such a method, and it returns the `error` of the reply.
  return typeof error.apiError === 'function' ? (error.apiError() as ApiErrorReply) : undefined;
}

/** An error of the file system has the failed call and its number. */
const isFileError = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'syscall' in error && 'errno' in error;

/** Does not use `instanceof`, because errors of Node belong to another realm when code runs in a context of its own. */
const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);

const causeOf = (error: unknown): unknown => (error instanceof Error ? error.cause : undefined);

/** Calls `@nats-io/jetstream` and turns its errors into errors of this package. `what` names the call. */
export async function call<T>(what: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw toManagerError(error, what);
  }
}
