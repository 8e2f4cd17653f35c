import type { ConnectOptions, NatsTlsOptions, StandaloneOptions } from '@symphony-ts/client';
import { parseAddress } from '@symphony-ts/client/internal';
import { isPrefix, isSymphonyError, withoutUndefined } from '@symphony-ts/contract';
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import type { AccessFlags } from '../access/platform-api.js';

export interface ConnectionFlags extends AccessFlags {
  readonly nats?: string;
  readonly context?: string;
  readonly creds?: string;
  readonly user?: string;
  readonly password?: string;
  readonly nkey?: string;
  readonly tlsca?: string;
  readonly tlscert?: string;
  readonly tlskey?: string;
  readonly tlsfirst?: boolean;
  readonly jsDomain?: string;
  readonly jsApiPrefix?: string;
}

/** The module that a command works on. */
export const moduleArgument = (): Argument =>
  new Argument('<module>', 'file that exports an @AppModule class or @Extension classes, TypeScript or JavaScript');

/** The options for the platform's address and the token. They are the same in all commands. */
export const withAccess = (command: Command): Command =>
  command
    .option('--token <token>', 'API token; else the stored one, then the environment (SYMPHONY_TOKEN)')
    .option(
      '--address <address>',
      'host, host:port or URL of the platform; overrides the token and SYMPHONY_ADDRESS',
      address,
    );

/**
 * The same, for commands that also work on a plain NATS server. The options for that have the names that the `nats` command
 * uses.
 */
export const withConnection = (command: Command): Command =>
  withAccess(command)
    .addOption(plainNats('--nats <urls>', 'plain NATS servers instead of a platform, separated by commas'))
    .addOption(plainNats('--context <name>', 'the same, as a context of the nats command says'))
    .option('--creds <file>', 'credentials file for --nats')
    .option('--user <name>', 'user for --nats')
    .option('--password <text>', 'password for --nats')
    .option('--nkey <file>', 'file with the seed of a user for --nats')
    .option('--tlsca <file>', 'authorities of the certificate of --nats')
    .option('--tlscert <file>', 'client certificate for --nats')
    .option('--tlskey <file>', 'key of the client certificate')
    .option('--tlsfirst', '--nats begins with TLS')
    .option('--js-domain <name>', 'JetStream domain of --nats')
    .option('--js-api-prefix <subject>', 'prefix of the subjects of the JetStream API of --nats');

const plainNats = (flags: string, description: string): Option =>
  new Option(flags, description).conflicts(['token', 'address']);

export function readConnection(flags: ConnectionFlags): ConnectOptions {
  const { token, address, nats, context } = flags;
  return withoutUndefined({
    token,
    address,
    nats: nats === undefined && context === undefined ? undefined : readPlainNats(flags),
  });
}

const readPlainNats = (flags: ConnectionFlags): StandaloneOptions =>
  withoutUndefined({
    servers: flags.nats,
    context: flags.context,
    credsFile: flags.creds,
    user: flags.user,
    password: flags.password,
    nkeyFile: flags.nkey,
    domain: flags.jsDomain,
    apiPrefix: flags.jsApiPrefix,
    tls: readTls(flags),
  });

function readTls({ tlsca, tlscert, tlskey, tlsfirst }: ConnectionFlags): NatsTlsOptions | undefined {
  const tls = withoutUndefined({ caFile: tlsca, certFile: tlscert, keyFile: tlskey, first: tlsfirst });
  return Object.keys(tls).length === 0 ? undefined : tls;
}

/** Reads a whole number from 0 on. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < 0) {
    throw new InvalidArgumentError('It must be a whole number from 0 on.');
  }
  return value;
}

/** Reads a whole number from 1 on. */
export function positiveNumber(text: string): number {
  const value = wholeNumber(text);
  if (value === 0) throw new InvalidArgumentError('It must be above 0.');
  return value;
}

/** Reads a port; 0 means a free one. */
export function portNumber(text: string): number {
  const value = wholeNumber(text);
  if (value > 65_535) throw new InvalidArgumentError('A port is at most 65535.');
  return value;
}

/** Reads the prefix of an extension. */
export function prefixArgument(text: string): string {
  if (isPrefix(text)) return text;
  throw new InvalidArgumentError('A prefix is lower case, begins with a letter and has at most 48 characters.');
}

/** Reads JSON. Anything else is an error of usage. */
export function jsonArgument(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new InvalidArgumentError('It is not JSON; a shell wants it in single quotes.');
  }
}

const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Reads an ISO time, or a span from `now` such as `90m`, `12h` or `30d`; `undefined` for other texts and past times. */
export function expiryTime(text: string, now: number): Date | undefined {
  const span = /^(\d{1,6})([mhd])$/.exec(text.trim());
  const unit = span?.[2] as keyof typeof UNITS_MS | undefined;
  const isIso = /^\d{4}-\d\d-\d\d(T.*)?$/.test(text.trim());
  const time = unit ? now + Number(span?.[1]) * UNITS_MS[unit] : isIso ? Date.parse(text.trim()) : Number.NaN;
  return time > now ? new Date(time) : undefined;
}

/** Checks an address and returns it unchanged. */
function address(text: string): string {
  try {
    parseAddress(text, '--address');
    return text;
  } catch (error) {
    throw new InvalidArgumentError(isSymphonyError(error, 'INVALID_CONFIGURATION') ? `${error.params.reason}.` : '');
  }
}
