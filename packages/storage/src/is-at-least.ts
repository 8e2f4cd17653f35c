import type { NatsConnection } from '@nats-io/nats-core';

/** Whether the server that a connection is at has the release 2.`wantedMinor` or a newer one. */
export const isAtLeast = ({ info }: NatsConnection, wantedMinor: number): boolean => {
  const [major = 0, minor = 0] = (info?.version ?? '').split('.').map(Number);
  return major > 2 || (major === 2 && minor >= wantedMinor);
};
