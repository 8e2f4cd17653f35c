/** The subjects that events are published to. A JetStream domain does not change them. */
export const eventSubjects = {
  /** What happens to streams and consumers of the account; in the system account, to all of them. */
  advisories: '$JS.EVENT.ADVISORY.>',
  /** Samples of acknowledgements, for consumers with a sample frequency. */
  metrics: '$JS.EVENT.METRIC.>',
  /** Clients that connect, for the system account only. */
  connects: '$SYS.ACCOUNT.*.CONNECT',
  /** Clients that disconnect, for the system account only. */
  disconnects: '$SYS.ACCOUNT.*.DISCONNECT',
  /** Numbers of connections by account, for the system account only. */
  accounts: '$SYS.ACCOUNT.*.SERVER.CONNS',
} as const;
