import type { NatsConnection, QueuedIterator, Status } from '@nats-io/nats-core';
import { SymphonyError } from '@symphony-ts/contract';

/**
 * Calls `listener` for each status event of the connection until the returned function is called. Events go out on a later
 * turn, after the connection has done its own part.
 */
export function onStatus(nc: NatsConnection, listener: (status: Status) => void): () => void {
  // The type says plain iterable, but it is a queued iterator. Only its `stop()` removes it from the connection's list.
  const events = nc.status() as QueuedIterator<Status>;
  void (async () => {
    for await (const event of events) listener(event);
  })();
  return () => events.stop();
}

/** @throws `CONNECTION_CLOSED` on a connection that is closed or about to be */
export function assertOpen(nc: NatsConnection, what: string): void {
  if (nc.isClosed() || nc.isDraining()) throw new SymphonyError('CONNECTION_CLOSED', { what });
}

/** Whether the server that a connection is at has the release 2.`wantedMinor` or a newer one. */
export const isAtLeast = ({ info }: NatsConnection, wantedMinor: number): boolean => {
  const [major = 0, minor = 0] = (info?.version ?? '').split('.').map(Number);
  return major > 2 || (major === 2 && minor >= wantedMinor);
};
