import { type ConnectOptions, resolveConnectOptions } from './connect-options.js';
import { connectPlatform } from './connect-platform.js';
import { connectStandalone } from './connect-standalone.js';
import type { SymphonyConnection } from './symphony-connection.js';

/**
 * Connects to Symphony: finds the token, finds the address, exchanges the token for NATS credentials, connects. With
 * `nats` it connects to a plain NATS server instead.
 *
 * @throws `NO_TOKEN`, `INVALID_TOKEN`, `INVALID_CONFIGURATION`; `AUTHENTICATION_FAILED` for a refused token;
 *   `CONNECTION_FAILED` when the platform or NATS cannot be reached; `ABORTED` by `signal`
 */
export async function connectSymphony(options: ConnectOptions = {}): Promise<SymphonyConnection> {
  const resolved = resolveConnectOptions(options);
  return resolved.nats ? connectStandalone(resolved, resolved.nats) : connectPlatform(resolved);
}
