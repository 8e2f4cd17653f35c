import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { createApiRequest, createApiTextRequest } from '../api/api-request.js';
import { buildPrefixes } from '../api/api-subject.js';
import { createExchange, guardConnection } from '../connection/guarded-connection.js';
import { printTrace } from '../connection/trace.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { assertKnownOptions } from '../options/option-names.js';
import { Manager } from './manager.js';
import { type ManagerOptions, managerOptionNames } from './manager-options.js';
import { createRequestCheck } from './request-check.js';

const defaultTimeoutMs = 5000;
/** The longest time that a timer of Node takes, 24 days. It would end a longer one at once. */
const longestTimeoutMs = 2 ** 31 - 1;

/**
 * Creates a manager of JetStream on the connection `nc`. It sends no request. Several managers can share a connection,
 * each with its own options.
 *
 * @example <!-- test/guides/entry-points.examples.ts#jetstream-manager -->
 * ```ts
 * const manager = await createManager(nc);
 * const orders = await manager.streams.loadOrCreate({ name: 'ORDERS', subjects: ['orders.*'] });
 * const consumer = await orders.consumers.create({ durable_name: 'NEW' });
 * (await consumer.nextMessage())?.ack();
 * ```
 * @throws `INVALID_OPTIONS` when an option does not exist or is out of range
 */
export async function createManager(nc: NatsConnection, options: ManagerOptions = {}): Promise<Manager> {
  assertKnownOptions('createManager', options, managerOptionNames);
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  if (!(timeoutMs > 0 && timeoutMs <= longestTimeoutMs)) {
    throw new JetStreamManagerError(
      'INVALID_OPTIONS',
      `timeoutMs is ${timeoutMs}, not a number above 0 and up to ${longestTimeoutMs}`,
    );
  }
  const prefixes = buildPrefixes(options);
  const serverVersion = () => nc.info?.version ?? '0.0.0';
  const pedantic = options.pedantic ?? false;
  const exchange = createExchange(nc, {
    check: createRequestCheck(options.validate ?? false, prefixes.api),
    trace: typeof options.trace === 'function' ? options.trace : options.trace ? printTrace : undefined,
    now: () => performance.now(),
    apiPrefix: prefixes.api,
  });
  const guarded = guardConnection(nc, exchange, prefixes.api);
  const jsm = await jetstreamManager(guarded, { apiPrefix: prefixes.api, timeout: timeoutMs, checkAPI: false });
  const requestText = createApiTextRequest({ exchange, apiPrefix: prefixes.api, timeoutMs });
  const request = createApiRequest(requestText);
  return new Manager({ nc, jsm, request, requestText, prefixes, timeoutMs, pedantic, serverVersion });
}
