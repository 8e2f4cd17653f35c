import type { ConfigObject } from './config-format.js';

/** Options of one nats-server. You can omit all of them: the defaults suit tests and development machines. */
export interface NatsServerOptions {
  /** Address to listen on. Default `127.0.0.1`. */
  readonly host?: string;
  /** Port for clients. Default: a free port, which stays the same at `restart()`. */
  readonly port?: number;
  /** Name of the server. Each server of a cluster needs one. Default: a name that the server chooses. */
  readonly serverName?: string;
  /** JetStream. `true` keeps the data in a temporary folder, which `stop()` removes. Default `true`. */
  readonly jetstream?: boolean | JetStreamOptions;
  /** Operator mode: accounts are JWTs from a resolver. Default: off, with one account and no authentication. */
  readonly operator?: OperatorOptions;
  /** WebSocket listener. `{}` uses a free port. Default: off. */
  readonly websocket?: WebSocketOptions;
  /** HTTP endpoint for monitoring. `{}` uses a free port. Default: off. */
  readonly monitoring?: { readonly port?: number };
  /** TLS for client connections. Default: off. */
  readonly tls?: TlsFiles;
  /** Cluster of the server. `startNatsCluster` sets it. Default: no cluster. */
  readonly cluster?: ClusterOptions;
  /** Limits of the whole server. Default: the server's own. */
  readonly limits?: ServerLimits;
  /**
   * More configuration. An object is merged over the configuration from the other options, block by block. A text in the syntax
   * of nats-server is appended to it.
   */
  readonly config?: ConfigObject | string;
  /** The binary to run. Default: the first supported binary of `NATS_SERVER_BIN`, `PATH` and the user's cache. */
  readonly binary?: string;
  /** Milliseconds in which the server must accept clients. Default 15,000. */
  readonly readyTimeoutMs?: number;
  /** Milliseconds that `stop()` waits for an orderly exit before it kills the process. Default 5,000. */
  readonly stopTimeoutMs?: number;
  /** Called with each new line of the server's log. */
  readonly onLog?: (line: string) => void;
  /** Ends the start. It has no effect on a server that has started. */
  readonly signal?: AbortSignal;
  /** The environment that `NATS_SERVER_BIN`, `PATH` and the cache folder are read from. Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Options of JetStream. */
export interface JetStreamOptions {
  /** Folder of the data. It is created if needed, and `stop()` keeps it. Default: a temporary folder. */
  readonly storeDir?: string;
  /** JetStream domain, for leaf nodes. Default: none. */
  readonly domain?: string;
  /** Most bytes of streams in memory. Default: the server chooses a part of the memory of the machine. */
  readonly maxMemoryBytes?: number;
  /** Most bytes of streams on the disk. Default: the server chooses a part of the disk. */
  readonly maxFileBytes?: number;
  /** When writes go to the disk. Default `periodic`. */
  readonly flush?: JetStreamFlush;
}

/**
 * When JetStream flushes writes to the disk. `periodic`: every two minutes. A power failure can then lose acknowledged writes, but a
 * crash of the server cannot. `always`: before each acknowledgement, and once for each atomic batch. A server before 2.10 supports
 * only `periodic`, and always uses it.
 */
export type JetStreamFlush = 'always' | 'periodic';

/** Options of the operator mode. In this mode, accounts and users are JWTs that the operator signs. */
export interface OperatorOptions {
  /** The operator's JWT. */
  readonly jwt: string;
  /** Public key (`A…`) of the system account. The resolver must have its JWT. */
  readonly systemAccount: string;
  /** Gives the server the JWTs of accounts. */
  readonly resolver: {
    readonly type: 'full';
    /** Folder of the JWTs. It is created if needed, and `stop()` keeps it. Default: a temporary folder. */
    readonly dir?: string;
    /** Whether the server accepts `$SYS.REQ.CLAIMS.DELETE`. Default `false`. */
    readonly allowDelete?: boolean;
    /** Account JWTs by public key, for the start of the server. */
    readonly preload: Readonly<Record<string, string>>;
  };
}

/** Options of the WebSocket listener. */
export interface WebSocketOptions {
  /** Address to listen on. Default: the host of the NATS port. */
  readonly host?: string;
  /** Port to listen on. Default: a free port. */
  readonly port?: number;
  /** TLS of the listener. Default: plain `ws://`, which you should use on loopback or behind a proxy only. */
  readonly tls?: TlsFiles;
  /** Origins whose pages may connect. Default: all. */
  readonly allowedOrigins?: readonly string[];
}

/** Paths of PEM files. */
export interface TlsFiles {
  /** Certificate of the server, with its chain. */
  readonly certFile: string;
  /** Private key of the certificate. */
  readonly keyFile: string;
  /** Certificates of the authorities that sign client certificates. */
  readonly caFile?: string;
  /** Whether clients must show a certificate. Default `false`. */
  readonly verify?: boolean;
}

/** Cluster that the server joins. */
export interface ClusterOptions {
  /** Name of the cluster, the same for all its servers. */
  readonly name: string;
  /** Port for the other servers. Default: a free port. */
  readonly port?: number;
  /** URLs of the other servers, `nats://host:port`. */
  readonly routes?: readonly string[];
}

/** Limits of the whole server. An omitted limit has the default of the server. */
export interface ServerLimits {
  /** Most bytes of a message. The server's default is 1 MiB. */
  readonly maxPayloadBytes?: number;
  /** Most bytes of a protocol line. The JWT of a user is part of such a line. The server's default is 4 KiB. */
  readonly maxControlLineBytes?: number;
  /** Most client connections at the same time. The server's default is 65,536. */
  readonly maxConnections?: number;
  /** Most subscriptions of one client. The server's default is no limit. */
  readonly maxSubscriptions?: number;
  /** Most bytes that wait for a slow client before the server disconnects it. */
  readonly maxPendingBytes?: number;
  /** Milliseconds in which a client must authenticate. The server's default is 2,000. */
  readonly authTimeoutMs?: number;
}
