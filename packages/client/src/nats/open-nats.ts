import type { NatsConnection } from '@nats-io/nats-core';
import { connect, type NodeConnectionOptions } from '@nats-io/transport-node';
import { isSymphonyError, type Logger, SymphonyError, toError } from '@symphony-ts/contract';
import { guardMessages } from '@symphony-ts/storage/internal';
import { retry } from '../timing/retry.js';
import { readRefusal } from './first-words.js';
import { connectFailure, type Shown } from './nats-failure.js';

export interface OpenNatsOptions extends Shown {
  /** How the connection is opened. Default: over a socket. */
  readonly dial?: (nats: NodeConnectionOptions) => Promise<NatsConnection>;
  readonly signal?: AbortSignal | undefined;
  /** Keeps trying if no server can be reached. The library's own option for that cannot be cancelled. */
  readonly waitOnFirstConnect?: boolean;
  readonly logger: Logger;
}

const BACKOFF = { baseMs: 500, maxMs: 15_000 };

/**
 * Opens a NATS connection.
 *
 * @throws `AUTHENTICATION_FAILED`, `CONNECTION_FAILED`; `ABORTED` by `signal`; an attempt given up that way is closed
 *   if it succeeds later
 */
export async function openNats(nats: NodeConnectionOptions, options: OpenNatsOptions): Promise<NatsConnection> {
  const { waitOnFirstConnect = false, signal, logger } = options;
  const again = (error: unknown): boolean => {
    if (!waitOnFirstConnect || !isSymphonyError(error, 'CONNECTION_FAILED')) return false;
    logger.warn('NATS cannot be reached yet; trying again', { err: error });
    return true;
  };
  const nc = await retry(() => openOnce(nats, options), { backoff: BACKOFF, signal, what: 'waiting for NATS', again });
  guardMessages(nc, logger);
  return nc;
}

async function openOnce(nats: NodeConnectionOptions, options: OpenNatsOptions): Promise<NatsConnection> {
  const { signal, dial = connect } = options;
  const servers = [nats.servers ?? []].flat();
  const attempt = dial(nats);
  if (!signal) return attempt.catch(async (error: unknown) => Promise.reject(await explain(error, nats, options)));
  const { promise: aborted, stop } = whenAborted(signal);
  try {
    return await Promise.race([attempt, aborted]);
  } catch (error) {
    if (!signal.aborted) throw await explain(error, nats, options);
    attempt.then((nc) => nc.close()).catch(() => undefined); // a failed attempt leaves nothing to close
    throw new SymphonyError('ABORTED', { what: `connecting to ${servers.join(', ')}` }, { cause: error });
  } finally {
    stop();
  }
}

/** Explains an error. After a timeout, one server is asked why it refuses clients. */
async function explain(error: unknown, nats: NodeConnectionOptions, options: OpenNatsOptions): Promise<Error> {
  const servers = [nats.servers ?? []].flat();
  const [first] = servers;
  const isSocket = options.dial === undefined && first !== undefined;
  const refusal = isSocket && toError(error).name === 'TimeoutError' ? await readRefusal(first, nats) : undefined;
  return connectFailure(error, servers, { ...options, refusal });
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
