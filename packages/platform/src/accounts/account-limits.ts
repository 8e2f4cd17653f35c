import type { Account } from '@nats-io/jwt';

type Limits = NonNullable<Account['limits']>;

/**
 * What one extension's account may use of JetStream and of the server. `-1` means no limit.
 *
 * The server reserves the byte limits of each account. If their sum over all accounts exceeds its own `max_mem` or `max_file`,
 * further accounts get no JetStream. So the platform configures its own server with more room than there is.
 */
export interface AccountLimits {
  /** Bytes of all streams in memory. */
  readonly memoryBytes: number;
  /** Bytes of all streams on the disk. */
  readonly fileBytes: number;
  /** Streams. Each bucket and each object store is one. */
  readonly streams: number;
  /** Consumers of all streams together. A watch of a bucket is one. */
  readonly consumers: number;
  /** NATS connections of the extension's instances. */
  readonly connections: number;
  /** Connections of all people and plain clients together. */
  readonly clientConnections: number;
  /** Connections of one person, or of one client key of the operator. Above the limit, the newest are closed. */
  readonly connectionsOfOneClient: number;
}

// #region limits
export const defaultAccountLimits: AccountLimits = {
  memoryBytes: 64 * 2 ** 20,
  fileBytes: 2 * 2 ** 30,
  streams: 100,
  consumers: 1_000,
  connections: 1_000,
  clientConnections: 1_000,
  connectionsOfOneClient: 100,
};
// #endregion

const open = { subs: -1, data: -1, payload: -1, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: 0 } as const;

/** Limits of an account with JetStream. */
export const withJetStream = (limits: AccountLimits): Limits => ({
  ...open,
  conn: limits.connections,
  mem_storage: limits.memoryBytes,
  disk_storage: limits.fileBytes,
  streams: limits.streams,
  consumer: limits.consumers,
});

/** The platform's own account: as much as the server has. */
export const unlimited: Limits = { ...open, mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 };

/** The limits of an account without JetStream. */
export const withoutJetStream: Limits = { ...open };

/** The limits of people and plain clients. Without them, one client could take all connections of the server. */
export const forPeople = ({ clientConnections }: Pick<AccountLimits, 'clientConnections'>): Limits => ({
  ...open,
  conn: clientConnections,
});
