import type { ConnectionOptions } from '@nats-io/nats-core';

/** What differs for a connection that stands in for another one for a moment: it ends where it is cut, and does not wait long. */
export const standInOptions = { reconnect: false, timeout: 5_000 } as const satisfies ConnectionOptions;
