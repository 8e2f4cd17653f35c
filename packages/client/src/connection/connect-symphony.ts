import { type ConnectOptions, resolveConnectOptions } from './connect-options.js';
import { connectPlatform } from './connect-platform.js';
import { connectStandalone } from './connect-standalone.js';
import type { SymphonyConnection } from './symphony-connection.js';

/**
 * Connects to Symphony: finds the token and the address, exchanges the token for NATS credentials, and connects. With the
 * option `nats` it connects to a plain NATS server instead.
 *
 * @throws `NO_TOKEN` when no token is found
 * @throws `INVALID_TOKEN` when the token cannot be decoded
 * @throws `INVALID_CONFIGURATION` when an option is not valid
 * @throws `AUTHENTICATION_FAILED` when the platform or the server refuses the login
 * @throws `CONNECTION_FAILED` when the platform or the NATS server cannot be reached
 * @throws `ABORTED` when `signal` aborts
 */
export async function connectSymphony(options: ConnectOptions = {}): Promise<SymphonyConnection> {
  const resolved = resolveConnectOptions(options);
  return resolved.nats ? connectStandalone(resolved, resolved.nats) : connectPlatform(resolved);
}
