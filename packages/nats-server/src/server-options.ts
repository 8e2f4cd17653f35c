import type { ConfigObject } from './config-format.js';

/** How to run one nats-server. Every field has a default that suits a test or a development machine. */
export interface NatsServerOptions {
  /** Address to listen on. Default `127.0.0.1`. */
  readonly host?: string;
  /** Client port. Default: one the server picks itself, kept over `restart()`. */
  readonly port?: number;
  /** Default a name the server makes up. A cluster's servers need one each. */
  readonly serverName?: string;
  /** Default `true`: on, with a temporary store that is removed at `stop()`. */
  readonly jetstream?: boolean | JetStreamOptions;
  /** Operator mode: accounts come as JWTs from a resolver. Default: none, one account without authentication. */
  readonly operator?: OperatorOptions;
  /** A WebSocket listener. Default: none. `{}` picks a free port. */
  readonly websocket?: WebSocketOptions;
  /** The HTTP monitoring endpoint. Default: none. `{}` picks a free port. */
  readonly monitoring?: { readonly port?: number };
  /** TLS for client connections. Default: none. */
  readonly tls?: TlsFiles;
  /** Membership of a cluster. Default: none. `startNatsCluster` fills it in. */
  readonly cluster?: ClusterOptions;
  /** Limits of the whole server. Default: the server's own. */
  readonly limits?: ServerLimits;
  /**
   * More configuration: an object is merged over what the other options give, block by block; text in nats-server's own
   * syntax is put behind it.
   */
  readonly config?: ConfigObject | string;
  /** The binary to run. Default: the first supported one of `NATS_SERVER_BIN`, `PATH` and the user's cache. */
  readonly binary?: string;
  /** How long the server may take to accept clients. Default 15,000. */
  readonly readyTimeoutMs?: number;
  /** How long `stop()` waits for an orderly exit before it kills. Default 5,000. */
  readonly stopTimeoutMs?: number;
  /** Called with each line of the server's log as it comes. */
  readonly onLog?: (line: string) => void;
  /** Gives up the start; a server that is already up is not touched. */
  readonly signal?: AbortSignal;
  /** Where `NATS_SERVER_BIN`, `PATH` and the cache folder are read from. Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** JetStream of the server: where it keeps its data, and how much. */
export interface JetStreamOptions {
  /** A folder that is kept at `stop()`; created if absent. Default a temporary one. */
  readonly storeDir?: string;
  /** JetStream domain, for leaf nodes. Default none. */
  readonly domain?: string;
  /** Default: the server's own choice, a share of the machine. */
  readonly maxMemoryBytes?: number;
  /** Default: the server's own choice, a share of the disk. */
  readonly maxFileBytes?: number;
  /** Default `periodic`. */
  readonly flush?: JetStreamFlush;
}

/**
 * When JetStream brings what it was given to the disk. `periodic`: every two minutes, so that a write that was acknowledged can
 * be lost when the machine loses its power, though not when the server is killed. `always`: before each acknowledgement; an
 * atomic batch is flushed once. A server older than 2.10 knows only `periodic`, and runs with that.
 */
export type JetStreamFlush = 'always' | 'periodic';

/** Runs the server in operator mode: accounts and users are JWTs that the operator signed. */
export interface OperatorOptions {
  /** The operator's JWT. */
  readonly jwt: string;
  /** Public key (`A…`) of the system account, which the resolver must hold. */
  readonly systemAccount: string;
  /** Where the server finds the JWTs of accounts. */
  readonly resolver: {
    readonly type: 'full';
    /** Where account JWTs are kept; created if absent, kept at `stop()`. Default a temporary folder. */
    readonly dir?: string;
    /** Whether `$SYS.REQ.CLAIMS.DELETE` is obeyed. Default `false`. */
    readonly allowDelete?: boolean;
    /** Account JWTs by public key, known from the first moment on. */
    readonly preload: Readonly<Record<string, string>>;
  };
}

/** Opens a WebSocket port beside the NATS port. Default: the host of the NATS port, and a free port. */
export interface WebSocketOptions {
  /** Address to listen on. Default: the host of the NATS port. */
  readonly host?: string;
  /** Port to listen on. Default: a free one. */
  readonly port?: number;
  /** Default none: plain `ws://`, which belongs on loopback or behind a proxy. */
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
  /** Authorities for client certificates. */
  readonly caFile?: string;
  /** Whether clients must show a certificate. Default `false`. */
  readonly verify?: boolean;
}

/** Makes the server a member of a cluster. */
export interface ClusterOptions {
  /** Name of the cluster, the same for all its servers. */
  readonly name: string;
  /** Port for the other servers. Default: a free one. */
  readonly port?: number;
  /** URLs of the other servers, `nats://host:port`. */
  readonly routes?: readonly string[];
}

/** Limits of the whole server. A limit that is omitted is the server's own default. */
export interface ServerLimits {
  /** Largest message; the server's default is 1 MiB. */
  readonly maxPayloadBytes?: number;
  /** Longest line of the protocol, which the JWT of a user is part of; the server's default is 4 KiB. */
  readonly maxControlLineBytes?: number;
  /** Client connections at once; the server's default is 65,536. */
  readonly maxConnections?: number;
  /** Subscriptions of one client; the server has no limit unless told. */
  readonly maxSubscriptions?: number;
  /** Bytes that may wait for a slow client before it is cut off. */
  readonly maxPendingBytes?: number;
  /** How long a client may take to say who it is; the server's default is 2 000. */
  readonly authTimeoutMs?: number;
}
