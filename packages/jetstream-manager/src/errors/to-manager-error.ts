import { jserrors } from '@nats-io/jetstream/internal';
import { errors as natsErrors } from '@nats-io/nats-core';
import { buildApiError } from './api-error.js';
import { isJetStreamManagerError, JetStreamManagerError } from './manager-error.js';

/**
 * Turns whatever the NATS libraries threw into this package's family. `what` names the operation, mostly the API
 * subject. Errors of the family pass unchanged.
 */
export function toManagerError(error: unknown, what: string): JetStreamManagerError {
  if (isJetStreamManagerError(error)) return error;
  const ours = isJetStreamManagerError(causeOf(error)) ? causeOf(error) : undefined;
  if (isJetStreamManagerError(ours)) return ours;
  if (error instanceof jserrors.JetStreamApiError) return buildApiError(error.apiError(), what, error);
  if (error instanceof jserrors.JetStreamNotEnabled) {
    return new JetStreamManagerError('JETSTREAM_UNAVAILABLE', `${what}: nothing answers for JetStream`, {
      cause: error,
    });
  }
  if (error instanceof natsErrors.TimeoutError) {
    return new JetStreamManagerError('TIMEOUT', `${what}: no answer in time`, { cause: error });
  }
  const denied = [error, causeOf(error)].find((each) => each instanceof natsErrors.PermissionViolationError);
  if (denied !== undefined) {
    const { operation, subject } = denied;
    return new JetStreamManagerError('PERMISSION_DENIED', `${what}: this user may not ${verbs[operation]} ${subject}`, {
      cause: error,
      details: { operation, subject },
    });
  }
  if (error instanceof natsErrors.RequestError && error.isNoResponders()) {
    return new JetStreamManagerError('NO_RESPONDERS', `${what}: nobody listens`, { cause: error });
  }
  if (error instanceof jserrors.InvalidNameError) {
    return new JetStreamManagerError('INVALID_NAME', `${what}: ${error.message}`, { cause: error });
  }
  if (isDisconnection(error)) {
    return new JetStreamManagerError('DISCONNECTED', `${what}: the connection is closed or closing`, { cause: error });
  }
  const message = messageOf(error);
  if (isFileError(error)) return new JetStreamManagerError('FILE_ERROR', `${what}: ${message}`, { cause: error });
  return new JetStreamManagerError('INVALID_ARGUMENT', `${what}: ${message}`, { cause: error });
}

const verbs = { publish: 'publish to', subscription: 'subscribe to' } as const;

function isDisconnection(error: unknown): boolean {
  const cause = causeOf(error);
  return [error, cause].some(
    (e) =>
      e instanceof natsErrors.ClosedConnectionError ||
      e instanceof natsErrors.DrainingConnectionError ||
      e instanceof natsErrors.ConnectionError,
  );
}

/** What the file system throws: it has the call that failed and its number. */
const isFileError = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'syscall' in error && 'errno' in error;

/** Not by `instanceof`: what Node throws is of another realm wherever code runs in a context of its own. */
const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);

const causeOf = (error: unknown): unknown => (error instanceof Error ? error.cause : undefined);
