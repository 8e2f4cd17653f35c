import { join } from 'node:path';
import {
  assertKnownOptions,
  InvalidConfigurationError,
  type Logger,
  type OptionNames,
  silentLogger,
} from '@symphony-ts/contract';
import type { JetStreamFlush, NatsServerOptions, TlsFiles } from '@symphony-ts/nats-server';
import { type AccountLimits, defaultAccountLimits } from '../accounts/account-limits.js';
import type { UserLimits } from '../exchange/credential-exchange.js';
import type { ConnectionLimits } from '../http/connection-bound.js';
import { type HttpAddress, httpAddressNames } from '../http/http-server.js';
import { isLoopbackHost } from '../http/loopback.js';
import type { RateLimits } from '../http/stranger-address.js';
import { type OidcOptions, oidcOptionNames } from '../people/oidc-verifier.js';
import { administrator, type Role, RoleOption } from '../people/role.js';
import type { PlatformUi } from '../ui/ui-host.js';
import { type Licensing, licensingOptionNames } from '../usage/open-usage.js';

/** Options of a platform. You can omit all of them: the defaults suit development on one machine. */
export interface PlatformOptions {
  /** Folder of keys and data. It is created if needed. Default: a temporary folder, which `stop()` removes. */
  readonly dataDir?: string;
  /** Folder of the operator's keys, which all replicas share as a secret. Default: a folder in `dataDir`. */
  readonly keysDir?: string;
  /** Addresses of your own NATS servers, which must trust this platform's operator. Default: the platform starts a server. */
  readonly natsUrl?: string | readonly string[];
  /** Options of the server that the platform starts: host, port, WebSocket, binary. */
  readonly natsServer?: Omit<NatsServerOptions, 'operator' | 'jetstream'>;
  /**
   * When the server that the platform starts flushes writes to the disk. With `always` (nats-server 2.10), an acknowledged write,
   * such as a revocation, survives a power failure. `periodic` is faster, but a power failure can lose the writes of the last two
   * minutes. Default: `always` with a `dataDir`, `periodic` with a temporary folder.
   */
  readonly flush?: JetStreamFlush;
  /** NATS addresses that clients get. Default: the addresses that the platform uses. */
  readonly advertise?: readonly string[];
  /** WebSocket address (`ws:` or `wss:`) of your own NATS servers. Browsers reach it through the platform. */
  readonly websocketUrl?: string;
  /** User interface to serve beside the API, such as `ui()` of `@symphony-ts/platform-ui`. Default: none. */
  readonly ui?: PlatformUi;
  /** Address of the HTTP server. Default: a free port on 127.0.0.1. */
  readonly http?: Partial<HttpAddress>;
  /** `host` or `host:port` that tokens contain. Default: the HTTP address. */
  readonly host?: string;
  /** Receives the log lines of the platform. Default: a logger that writes nothing. */
  readonly logger?: Logger;
  /** Options for development only. Default: off. */
  readonly dev?: DevelopmentOptions;
  /** The OpenID provider where people sign in. Default: none, so people cannot sign in. */
  readonly oidc?: OidcOptions;
  /** Roles that the platform creates at its start, unless they exist. Default: `administrator`, for the group `administrators`. */
  readonly roles?: readonly Role[];
  /** Milliseconds that a sign-in lasts. Default 28,800,000 (eight hours). */
  readonly sessionMs?: number;
  /**
   * Milliseconds after which an unused session ends. An open browser uses its session when it renews its credentials. Default:
   * one hour, or `credentialLifetimeMs` if that is longer.
   */
  readonly sessionIdleMs?: number;
  /**
   * Milliseconds after which an unused key of an extension ends, if a registration token created it. An extension that runs uses its
   * key each time it renews its credentials. Default 7,776,000,000 (90 days).
   */
  readonly mintedKeyIdleMs?: number;
  /**
   * Milliseconds after its sign-in in which a session may change keys, roles and accounts. After that, the platform asks the
   * person to sign in again (`SIGN_IN_AGAIN`). `Infinity` never asks. Default 900,000 (15 minutes).
   */
  readonly freshSignInMs?: number;
  /** Certificate and key (PEM files) for HTTP. Those for NATS are in `natsServer.tls`. Default: plain HTTP. */
  readonly tls?: TlsFiles;
  /** Name of the product in the user interface. Default `Symphony`. */
  readonly name?: string;
  /** Milliseconds that NATS credentials are valid. Default 3,600,000 (one hour). */
  readonly credentialLifetimeMs?: number;
  /** Licensing. With `off`, use is recorded, but never charged or blocked. Default `off`. */
  readonly licensing?: Licensing;
  /** Limits of each extension's NATS account. Default: see `docs/limits.md`. */
  readonly accountLimits?: Partial<AccountLimits>;
  /** Limits of each NATS connection. Default: see `docs/limits.md`. */
  readonly userLimits?: Partial<UserLimits>;
  /** Most attempts of one address in a minute to sign in, or to exchange a token. */
  readonly rateLimits?: Partial<RateLimits>;
  /**
   * Milliseconds in which `stop()` still serves requests while `/api/v1/ready` answers 503, so that a balancer has time to notice.
   * Make it longer than the balancer's interval. If nobody asked `/api/v1/ready` in the last minute, `stop()` does not wait.
   * Default 1,000.
   */
  readonly drainDelayMs?: number;
  /** Milliseconds in which `stop()` waits for HTTP requests in progress before it ends them. Default 25,000. */
  readonly drainTimeoutMs?: number;
}

/** The names of {@link PlatformOptions}. */
const platformOptionNames = {
  dataDir: true,
  keysDir: true,
  natsUrl: true,
  natsServer: true,
  flush: true,
  advertise: true,
  websocketUrl: true,
  ui: true,
  http: true,
  host: true,
  logger: true,
  dev: true,
  oidc: true,
  roles: true,
  sessionMs: true,
  sessionIdleMs: true,
  mintedKeyIdleMs: true,
  freshSignInMs: true,
  tls: true,
  name: true,
  credentialLifetimeMs: true,
  licensing: true,
  accountLimits: true,
  userLimits: true,
  rateLimits: true,
  drainDelayMs: true,
  drainTimeoutMs: true,
} as const satisfies OptionNames<PlatformOptions>;

/** Options for development only. */
export interface DevelopmentOptions {
  /**
   * `true`: a key without a grant gets all capabilities that its extension declares. `false`: it gets only those on the
   * extension's own subjects. Default `false`.
   */
  readonly grantDeclared?: boolean;
  /** `true`: every person on this machine is signed in as an administrator. Default `false`. */
  readonly signIn?: boolean;
  /**
   * `true`: accepts, with a warning, a nats-server that does not keep accounts apart (`VULNERABLE_SERVER`). It works only if HTTP
   * and NATS listen on loopback. Default: `true` if `SYMPHONY_ALLOW_VULNERABLE_SERVER` is `1`, which is meant for test suites.
   */
  readonly allowVulnerableServer?: boolean;
}

/** The names of {@link DevelopmentOptions}. */
const developmentOptionNames = {
  grantDeclared: true,
  signIn: true,
  allowVulnerableServer: true,
} as const satisfies OptionNames<DevelopmentOptions>;

// #region user-limits
const defaultUserLimits: UserLimits = { subscriptions: 5_000, payloadBytes: 2 ** 20 };
// #endregion
// #region rate-limits
const defaultRateLimits: RateLimits = { exchange: 600, signIn: 30 };
// #endregion

/** The names of options, from the table of their defaults. */
const numbersOf = (defaults: object): Readonly<Record<string, true>> =>
  Object.fromEntries(Object.keys(defaults).map((name) => [name, true as const]));

/** The names of options that are in an option of {@link PlatformOptions}. */
const nestedOptionNames = {
  dev: developmentOptionNames,
  natsServer: {
    host: true,
    port: true,
    serverName: true,
    websocket: true,
    monitoring: true,
    tls: true,
    cluster: true,
    limits: true,
    config: true,
    binary: true,
    readyTimeoutMs: true,
    stopTimeoutMs: true,
    onLog: true,
    signal: true,
    env: true,
  } as const satisfies OptionNames<NonNullable<PlatformOptions['natsServer']>>,
  http: httpAddressNames,
  oidc: oidcOptionNames,
  tls: { certFile: true, keyFile: true, caFile: true, verify: true } as const satisfies OptionNames<TlsFiles>,
  licensing: licensingOptionNames,
  accountLimits: numbersOf(defaultAccountLimits),
  userLimits: numbersOf(defaultUserLimits),
  rateLimits: numbersOf(defaultRateLimits),
} satisfies { readonly [K in keyof PlatformOptions]: Readonly<Record<string, true>> };

const connectionLimitNames = { total: true, perAddress: true } as const satisfies OptionNames<ConnectionLimits>;

/** Refuses unknown options: a misspelt limit would limit nothing. @throws `INVALID_CONFIGURATION` */
function assertKnown(options: PlatformOptions): void {
  assertKnownOptions('startPlatform', options, platformOptionNames);
  for (const [name, names] of Object.entries(nestedOptionNames)) {
    const given = options[name as keyof typeof nestedOptionNames];
    // The word stands for all options of licensing.
    if (given !== 'off') assertKnownOptions(`startPlatform ${name}`, given, names);
  }
  assertKnownOptions('startPlatform http.connections', options.http?.connections, connectionLimitNames);
  options.roles?.forEach(assertRole);
}

/** Refuses a role that would give less, or more, than its author meant. */
function assertRole(role: unknown, index: number): void {
  const { error } = RoleOption.safeParse(role);
  if (!error) return;
  const reason = error.issues.map(({ path, message }) => [...path.map(String), message].join(': ')).join('; ');
  throw new InvalidConfigurationError({ setting: `startPlatform roles.${index}`, reason });
}

/** Options with every default filled in. */
export interface ResolvedOptions {
  readonly dataDir: string;
  readonly keysDir: string;
  readonly natsUrls: readonly string[] | undefined;
  readonly natsServer: NatsServerOptions;
  readonly flush: JetStreamFlush;
  readonly advertise: readonly string[] | undefined;
  readonly websocketUrl: string | undefined;
  readonly ui: PlatformUi | undefined;
  readonly http: HttpAddress;
  readonly host: string | undefined;
  readonly logger: Logger;
  readonly grantDeclared: boolean;
  readonly devSignIn: boolean;
  readonly isVulnerableServerAllowed: boolean;
  readonly oidc: OidcOptions | undefined;
  readonly roles: readonly Role[];
  readonly sessionMs: number;
  readonly sessionIdleMs: number;
  readonly mintedKeyIdleMs: number;
  readonly freshSignInMs: number;
  readonly tls: TlsFiles | undefined;
  readonly name: string;
  readonly credentialLifetimeMs: number;
  readonly licensing: Licensing;
  readonly accountLimits: AccountLimits;
  readonly userLimits: UserLimits;
  readonly rateLimits: RateLimits;
  readonly drainDelayMs: number;
  readonly drainTimeoutMs: number;
}

const HOUR_MS = 3_600_000;

/** Fills in the defaults. `dataDir` is used if the caller named none. */
export function resolveOptions(options: PlatformOptions, dataDir: string): ResolvedOptions {
  assertKnown(options);
  const { natsUrl } = options;
  const natsUrls = natsUrl === undefined ? undefined : [natsUrl].flat();
  const http = { host: '127.0.0.1', port: 0, ...options.http };
  const hosts = [http.host, ...(natsUrls ?? [options.natsServer?.host ?? '127.0.0.1'])];
  return {
    dataDir,
    keysDir: options.keysDir ?? join(dataDir, 'operator'),
    natsUrls,
    natsServer: { ...(options.ui ? { websocket: { host: '127.0.0.1' } } : {}), ...options.natsServer },
    flush: options.flush ?? (options.dataDir === undefined ? 'periodic' : 'always'),
    advertise: options.advertise,
    websocketUrl: options.websocketUrl,
    ui: options.ui,
    http,
    host: options.host,
    logger: options.logger ?? silentLogger,
    grantDeclared: options.dev?.grantDeclared ?? false,
    devSignIn: options.dev?.signIn ?? false,
    isVulnerableServerAllowed:
      (options.dev?.allowVulnerableServer ?? process.env['SYMPHONY_ALLOW_VULNERABLE_SERVER'] === '1') &&
      hosts.every(isLoopbackHost),
    oidc: options.oidc,
    roles: options.roles ?? [administrator(['administrators'])],
    sessionMs: options.sessionMs ?? 8 * HOUR_MS,
    sessionIdleMs: options.sessionIdleMs ?? Math.max(HOUR_MS, options.credentialLifetimeMs ?? 0),
    mintedKeyIdleMs: options.mintedKeyIdleMs ?? 90 * 24 * HOUR_MS,
    freshSignInMs: options.freshSignInMs ?? HOUR_MS / 4,
    tls: options.tls,
    name: options.name ?? 'Symphony',
    credentialLifetimeMs: options.credentialLifetimeMs ?? HOUR_MS,
    licensing: options.licensing ?? 'off',
    accountLimits: { ...defaultAccountLimits, ...options.accountLimits },
    userLimits: { ...defaultUserLimits, ...options.userLimits },
    rateLimits: { ...defaultRateLimits, ...options.rateLimits },
    drainDelayMs: options.drainDelayMs ?? 1_000,
    drainTimeoutMs: options.drainTimeoutMs ?? 25_000,
  };
}
