import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { InvalidConfigurationError, toError, withoutUndefined } from '@symphony-ts/contract';
import * as z from '@symphony-ts/contract/internal';
import type { Variables } from '../exchange/proxy.js';
import type { StandaloneOptions } from './standalone-options.js';

/** The command writes unused fields as empty texts. */
const text = () =>
  z
    .string()
    .optional()
    .transform((given) => (given === '' ? undefined : given));

/** A context of the `nats` command, as in its file. Its other fields do not concern the connection. */
const NatsContext = z.onFirstUse(() =>
  z.object({
    url: text(),
    user: text(),
    password: text(),
    token: text(),
    creds: text(),
    nkey: text(),
    cert: text(),
    key: text(),
    ca: text(),
    tls_first: z.boolean().optional(),
    jetstream_domain: text(),
    jetstream_api_prefix: text(),
    user_jwt: text(),
    user_seed: text(),
    nsc: text(),
    socks_proxy: text(),
  }),
);
type NatsContext = z.infer<typeof NatsContext>;

/** Fields of a context that this package does not support. */
const unsupported = ['nsc', 'socks_proxy'] as const;

/**
 * Reads `context/<name>.json` in the folder of the `nats` command, `$XDG_CONFIG_HOME/nats` or `~/.config/nats`.
 *
 * @throws `INVALID_CONFIGURATION` when it does not exist or needs something unsupported
 */
export async function readNatsContext(name: string, env: Variables): Promise<StandaloneOptions> {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new InvalidConfigurationError({ setting: `the NATS context '${name}'`, reason }, { cause });
  };
  if (!/^[^/\\.][^/\\]*$/.test(name)) return refuse('is not the name of a context');
  const home = env['HOME']?.trim() || homedir();
  const configured = env['XDG_CONFIG_HOME']?.trim();
  const base = configured !== undefined && isAbsolute(configured) ? configured : join(home, '.config');
  const path = join(base, 'nats', 'context', `${name}.json`);
  const text = await readFile(path, 'utf8').catch((error: unknown) =>
    refuse(`${path} cannot be read: ${toError(error).message}`, error),
  );
  const context = NatsContext.safeParse(parseJson(text));
  if (!context.success) return refuse(`${path} does not hold a context`, context.error);
  const needed = unsupported.find((field) => context.data[field] !== undefined);
  if (needed !== undefined) return refuse(`it uses ${needed}, which is not supported here`);
  return optionsOf(context.data, (file) => (file?.startsWith('~/') ? join(home, file.slice(2)) : file));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined; // the schema that reads it next refuses it
  }
}

function optionsOf(context: NatsContext, path: (file: string | undefined) => string | undefined): StandaloneOptions {
  const { url, jetstream_domain: domain, jetstream_api_prefix: apiPrefix } = context;
  const files = { caFile: path(context.ca), certFile: path(context.cert), keyFile: path(context.key) };
  return withoutUndefined({
    servers: url,
    ...loginOf(context, path),
    domain,
    apiPrefix: domain === undefined ? apiPrefix : undefined,
    tls: withoutUndefined({ ...files, first: context.tls_first }),
  });
}

/** The login of a context. As in the command itself, the first one that is set counts. */
function loginOf(context: NatsContext, path: (file: string | undefined) => string | undefined): StandaloneOptions {
  const { creds, nkey, user_jwt: jwt, user_seed: seed = '', user, password, token } = context;
  if (creds !== undefined) return withoutUndefined({ credsFile: path(creds) });
  if (nkey !== undefined) return withoutUndefined({ nkeyFile: path(nkey) });
  if (jwt !== undefined) return { creds: formatCreds(jwt, seed) };
  if (user !== undefined) return withoutUndefined({ user, password });
  return withoutUndefined({ token });
}

const formatCreds = (jwt: string, seed: string): string =>
  `-----BEGIN NATS USER JWT-----
${jwt}
------END NATS USER JWT------
-----BEGIN USER NKEY SEED-----
${seed}
------END USER NKEY SEED------
`;
