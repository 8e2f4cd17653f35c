import type { OptionNames } from '@symphony-ts/contract';

/**
 * Certificates for a NATS server, as PEM text or as files. Files are read again each time the client connects, so you can replace
 * them while it runs.
 */
export interface NatsTlsOptions {
  /** Certificates of the authorities that signed the server's certificate, if Node does not know them. */
  readonly ca?: string;
  /** Path of a file with the certificates of the authorities. */
  readonly caFile?: string;
  /** Certificate of this client, for a server that asks for one. */
  readonly cert?: string;
  /** Path of a file with the certificate. */
  readonly certFile?: string;
  /** Key of the certificate. */
  readonly key?: string;
  /** Path of a file with the key. */
  readonly keyFile?: string;
  /** Starts TLS before the server sends its first message. A server with `handshake_first` needs it. Default `false`. */
  readonly first?: boolean;
}

/** Address and login of a plain NATS server without a platform. Choose one login. The `nats` command has the same options. */
export interface StandaloneOptions {
  /**
   * One or several addresses, `nats://host:port`, as a list or as one text with commas. An address can contain a user name and
   * a password; a name without a password is a token: `nats://token@host:4222`. `tls://` requires TLS. `ws://` and `wss://`
   * connect over a WebSocket. Default: the servers of the context, otherwise this machine.
   */
  readonly servers?: string | readonly string[];
  /** Name of a context of the `nats` command. Other options override the values of the context. */
  readonly context?: string;
  /** The text of a creds file. */
  readonly creds?: string;
  /** Path of a creds file. It is read again at each reconnect, so you can replace the file. */
  readonly credsFile?: string;
  /** Name of a user. */
  readonly user?: string;
  /** Password of the user. */
  readonly password?: string;
  /** A token that the NATS server accepts. It is not the token of an API key. */
  readonly token?: string;
  /** The seed of an nkey, `SU…`. */
  readonly nkey?: string;
  /** Path of a file that holds the seed. */
  readonly nkeyFile?: string;
  /** Options of TLS. Default: TLS if the server requires it, with the authorities that Node knows. */
  readonly tls?: NatsTlsOptions;
  /** The JetStream domain to use, such as that of the hub for an application on a leaf node. */
  readonly domain?: string;
  /** Prefix of the JetStream API that another account exports, such as `js.hub.API`. Use it instead of `domain`. */
  readonly apiPrefix?: string;
}

/** The names of {@link StandaloneOptions}. */
export const standaloneOptionNames = {
  servers: true,
  context: true,
  creds: true,
  credsFile: true,
  user: true,
  password: true,
  token: true,
  nkey: true,
  nkeyFile: true,
  tls: true,
  domain: true,
  apiPrefix: true,
} as const satisfies OptionNames<StandaloneOptions>;

/** The names of {@link NatsTlsOptions}. */
export const natsTlsOptionNames = {
  ca: true,
  caFile: true,
  cert: true,
  certFile: true,
  key: true,
  keyFile: true,
  first: true,
} as const satisfies OptionNames<NatsTlsOptions>;
