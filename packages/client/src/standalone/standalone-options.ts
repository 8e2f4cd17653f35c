import type { OptionNames } from '@symphony-ts/contract';

/** Certificates for a NATS server, as PEM text or as files. */
export interface NatsTlsOptions {
  /** Authorities of the server's certificate, where Node does not know them. */
  readonly ca?: string;
  /** Path of a file with them. */
  readonly caFile?: string;
  /** Certificate of this client, for a server that asks for one. */
  readonly cert?: string;
  /** Path of a file with the certificate. */
  readonly certFile?: string;
  /** Key of the certificate. */
  readonly key?: string;
  /** Path of a file with the key. */
  readonly keyFile?: string;
  /** Begins with TLS, before the server says anything, as `handshake_first` of the server asks for. Default `false`. */
  readonly first?: boolean;
}

/** A plain NATS server, with no platform behind it. One way to log in is enough; the `nats` command has the same. */
export interface StandaloneOptions {
  /**
   * `nats://host:port`, one or several, also as one text with commas between. A user name and password in it are used, and a
   * name alone is a token: `nats://token@host:4222`. `tls://` insists on TLS; `ws://` and `wss://` speak over a WebSocket.
   * Default those of the context, else this machine.
   */
  readonly servers?: string | readonly string[];
  /** A context of the `nats` command by name. What is given beside it wins. */
  readonly context?: string;
  /** The text of a creds file. */
  readonly creds?: string;
  /** Path of a creds file; read again at each reconnect, so that it may be replaced. */
  readonly credsFile?: string;
  /** Name of a user. */
  readonly user?: string;
  /** Password of the user. */
  readonly password?: string;
  /** A token of the server, which is not that of an API key. */
  readonly token?: string;
  /** The seed of an nkey, `SU…`. */
  readonly nkey?: string;
  /** Path of a file that holds the seed. */
  readonly nkeyFile?: string;
  /** Certificates, and who begins. Default: as the server asks, with the authorities that Node knows. */
  readonly tls?: NatsTlsOptions;
  /** The JetStream domain to use, such as that of the hub for an application on a leaf node. */
  readonly domain?: string;
  /** What the subjects of the JetStream API begin with, where another account exports it: `js.hub.API`. Instead of `domain`. */
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
