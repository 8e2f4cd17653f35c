import type { ManagerOptions } from '@symphony-ts/jetstream-manager';
import type { Io } from '../process/io.js';
import { UsageError } from '../process/usage-error.js';
import type { ConnectionFlags } from './connection-options.js';
import { type NatsContext, readContext, readSelectedContext } from './nats-context.js';

/** The complete settings of a connection: the servers and the login. */
export interface ConnectionSettings {
  readonly servers: readonly string[];
  readonly login: Login;
  readonly tls: { readonly certFile?: string; readonly keyFile?: string; readonly caFile?: string };
  readonly isTlsFirst: boolean;
  readonly inboxPrefix: string | undefined;
  readonly timeoutMs: number;
  readonly manager: ManagerOptions;
}

/** How a client authenticates. The first of these that is given is used. */
export type Login =
  | { readonly kind: 'creds'; readonly file: string }
  | { readonly kind: 'nkey'; readonly file: string }
  | { readonly kind: 'jwt'; readonly jwt: string; readonly seed: string | undefined }
  | { readonly kind: 'password'; readonly user: string; readonly password: string | undefined }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'none' };

const defaultUrl = 'nats://127.0.0.1:4222';
const defaultTimeoutMs = 5000;

/**
 * The settings from options, environment and context, in this order of priority. If a server is named without a
 * context, the selected context of the `nats` tool is ignored, because its credentials are for its own servers.
 */
export async function resolveSettings(
  flags: ConnectionFlags,
  io: Pick<Io, 'env' | 'homeDir'>,
): Promise<ConnectionSettings> {
  const given = withEnvironment(flags, io.env);
  const name = given.context ?? (given.server === undefined ? await readSelectedContext(io) : undefined);
  const context = name === undefined ? {} : await readContext(name, io);
  const certFile = given.tlscert ?? context.cert;
  const keyFile = given.tlskey ?? context.key;
  const caFile = given.tlsca ?? context.ca;
  const timeoutMs = given.timeout ?? defaultTimeoutMs;
  return {
    servers: parseServers(given.server ?? context.url ?? defaultUrl),
    login: loginOf(flagsLogin(given)) ?? loginOf(context) ?? { kind: 'none' },
    tls: { ...(certFile && { certFile }), ...(keyFile && { keyFile }), ...(caFile && { caFile }) },
    isTlsFirst: context.tls_first === true,
    inboxPrefix: context.inbox_prefix,
    timeoutMs,
    manager: { timeoutMs, trace: given.trace ?? false, ...prefixes(given, context) },
  };
}

function parseServers(text: string): readonly string[] {
  const servers = text.split(',').map((url) => url.trim());
  if (servers.includes('')) throw new UsageError(`"${text}" names no server`);
  return servers;
}

function withEnvironment(flags: ConnectionFlags, env: Io['env']): ConnectionFlags {
  const names = {
    server: 'NATS_URL',
    creds: 'NATS_CREDS',
    user: 'NATS_USER',
    password: 'NATS_PASSWORD',
    token: 'NATS_TOKEN',
    nkey: 'NATS_NKEY',
    tlscert: 'NATS_CERT',
    tlskey: 'NATS_KEY',
    tlsca: 'NATS_CA',
    context: 'NATS_CONTEXT',
  } as const;
  const found = Object.entries(names).flatMap(([flag, name]) => (env[name] ? [[flag, env[name]] as const] : []));
  return { ...Object.fromEntries(found), ...flags };
}

const flagsLogin = ({ creds, nkey, user, password, token }: ConnectionFlags): NatsContext => ({
  ...(creds && { creds }),
  ...(nkey && { nkey }),
  ...(user && { user }),
  ...(password && { password }),
  ...(token && { token }),
});

function loginOf({ creds, nkey, user_jwt, user_seed, user, password, token }: NatsContext): Login | undefined {
  if (creds) return { kind: 'creds', file: creds };
  if (nkey) return { kind: 'nkey', file: nkey };
  if (user_jwt) return { kind: 'jwt', jwt: user_jwt, seed: user_seed };
  if (user) return { kind: 'password', user, password };
  return token ? { kind: 'token', token } : undefined;
}

/** A prefix and a domain exclude each other. The command line overrides the context. */
function prefixes(flags: ConnectionFlags, context: NatsContext): ManagerOptions {
  const eventPrefix = flags.jsEventPrefix ?? context.jetstream_event_prefix;
  const isExplicit = flags.domain !== undefined || flags.jsApiPrefix !== undefined;
  const domain = isExplicit ? flags.domain : context.jetstream_domain;
  const apiPrefix = isExplicit ? flags.jsApiPrefix : domain ? undefined : context.jetstream_api_prefix;
  return { ...(eventPrefix && { eventPrefix }), ...(domain && { domain }), ...(apiPrefix && { apiPrefix }) };
}
