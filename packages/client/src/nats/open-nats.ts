import type { NatsConnection } from '@nats-io/nats-core';
import { connect, type NodeConnectionOptions } from '@nats-io/transport-node';
import { isSymphonyError, type Logger, SymphonyError } from '@symphony-ts/contract';
import { guardMessages } from '@symphony-ts/storage/internal';
import { backoffMs } from '../timing/backoff.js';
import { pause } from '../timing/pause.js';
import { connectFailure, type Shown } from './nats-failure.js';

export interface OpenNatsOptions extends Shown {
  /** How the connection is opened; default over a socket. */
  readonly dial?: (nats: NodeConnectionOptions) => Promise<NatsConnection>;
  readonly signal?: AbortSignal | undefined;
  /** Goes on trying where no server can be reached. The library's own option for that cannot be given up again. */
  readonly waitOnFirstConnect?: boolean;
  readonly logger: Logger;
}

const RETRY = { baseMs: 500, maxMs: 15_000 };

/**
 * Opens a NATS connection.
 *
 * @throws `AUTHENTICATION_FAILED`, `CONNECTION_FAILED`; `ABORTED` by `signal`; an attempt given up that way is closed
 *   if it succeeds later
 */
export async function openNats(nats: NodeConnectionOptions, options: OpenNatsOptions): Promise<NatsConnection> {
  const { waitOnFirstConnect = false, signal, logger } = options;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const nc = await openOnce(nats, options);
      guardMessages(nc, logger);
      return nc;
    } catch (error) {
      if (!waitOnFirstConnect || !isSymphonyError(error, 'CONNECTION_FAILED')) throw error;
      logger.warn('NATS cannot be reached yet; trying again', { err: error });
      await pause(backoffMs(attempt, RETRY), signal).catch((error: unknown) => {
        throw new SymphonyError('ABORTED', { what: 'waiting for NATS' }, { cause: error });
      });
    }
  }
}

async function openOnce(nats: NodeConnectionOptions, options: OpenNatsOptions): Promise<NatsConnection> {
  const { signal, dial = connect } = options;
  const servers = [nats.servers ?? []].flat();
  const attempt = dial(nats);
  if (!signal) return attempt.catch((error: unknown) => Promise.reject(connectFailure(error, servers, options)));
  const { promise: aborted, stop } = whenAborted(signal);
  try {
    return await Promise.race([attempt, aborted]);
  } catch (error) {
    if (!signal.aborted) throw connectFailure(error, servers, options);
    attempt.then((nc) => nc.close()).catch(() => undefined); // it failed by itself: nothing is left to close
    throw new SymphonyError('ABORTED', { what: `connecting to ${servers.join(', ')}` }, { cause: error });
  } finally {
    stop();
  }
}

function whenAborted(signal: AbortSignal): { readonly promise: Promise<never>; readonly stop: () => void } {
  let stop = (): void => undefined;
  const promise = new Promise<never>((_resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    stop = () => signal.removeEventListener('abort', abort);
  });
  return { promise, stop };
}
