import { setTimeout as pause } from 'node:timers/promises';
import { type NatsServer, NatsServerError } from '@symphony-ts/nats-server';

const LOOK_MS = 1_000;
const LAST_LINES = 20;

/**
 * Rejects with `NATS_SERVER_FAILED` when the process of `server` has ended by itself, so that what supervises this process starts
 * both again. Never settles for a platform without a server of its own, and returns once `signal` aborts.
 */
export async function untilServerEnds(
  server: Pick<NatsServer, 'pid' | 'logs'> | undefined,
  signal: AbortSignal,
): Promise<never> {
  if (server === undefined) return await new Promise<never>(() => undefined);
  const isRunning = (): boolean => server.pid !== undefined;
  while (isRunning()) await pause(LOOK_MS, undefined, { signal });
  const logs = server.logs().slice(-LAST_LINES);
  throw new NatsServerError('NATS_SERVER_FAILED', `the NATS server of the platform ended:\n${logs.join('\n')}\n`, {
    logs,
  });
}
