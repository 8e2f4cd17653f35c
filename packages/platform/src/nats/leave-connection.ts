import { setTimeout as delay } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/nats-core';
import { linkOf } from '@symphony-ts/storage/internal';

/** Long enough for a running server. */
const DRAIN_MS = 1_000;
/** The time limit for a socket that no longer accepts data. */
const CLOSE_MS = 250;

/**
 * Sends what was published, and closes. It does not wait for a server that cannot be reached or does not answer. Never rejects.
 */
export async function leaveConnection(nc: NatsConnection): Promise<void> {
  if (linkOf(nc).canSend && (await within(DRAIN_MS, nc.drain()))) return;
  await within(CLOSE_MS, nc.close());
}

/** True if it was done in time. */
async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const done = work.then(
    () => true,
    () => false,
  );
  return Promise.race([done, delay(ms, false, { ref: false })]);
}
