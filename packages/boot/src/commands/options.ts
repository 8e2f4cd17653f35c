import type { ConnectOptions } from '@symphony-ts/client';
import { parseAddress } from '@symphony-ts/client/internal';
import { isPrefix, isSymphonyError } from '@symphony-ts/contract';
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';

export interface AccessFlags {
  readonly token?: string;
  readonly address?: string;
}

export interface ConnectionFlags extends AccessFlags {
  readonly nats?: string;
  readonly creds?: string;
}

/** The module that a command works on. */
export const moduleArgument = (): Argument =>
  new Argument('<module>', 'file that exports an @AppModule class or @Extension classes, TypeScript or JavaScript');

/** The flags that say where a platform is and who comes to it, alike in all commands. */
export const withAccess = (command: Command): Command =>
  command
    .option('--token <token>', 'API token; else the stored one, then the environment (SYMPHONY_TOKEN)')
    .option(
      '--address <address>',
      'host, host:port or URL of the platform; overrides the token and SYMPHONY_ADDRESS',
      address,
    );

/** The same, for commands that also work on a plain NATS server. */
export const withConnection = (command: Command): Command =>
  withAccess(command)
    .addOption(new Option('--nats <url>', 'a plain NATS server instead of a platform').conflicts(['token', 'address']))
    .option('--creds <file>', 'credentials file for --nats');

export const readConnection = ({ token, address, nats, creds }: ConnectionFlags): ConnectOptions => ({
  ...(token === undefined ? {} : { token }),
  ...(address === undefined ? {} : { address }),
  ...(nats === undefined ? {} : { nats: { servers: nats, ...(creds === undefined ? {} : { credsFile: creds }) } }),
});

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

/** Reads a port; 0 stands for a free one. */
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

/** Reads JSON; what is not JSON is an error of usage. */
export function jsonArgument(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new InvalidArgumentError('It is not JSON; a shell wants it in single quotes.');
  }
}

/** Checks an address, and leaves it as it is written. */
function address(text: string): string {
  try {
    parseAddress(text, '--address');
    return text;
  } catch (error) {
    throw new InvalidArgumentError(isSymphonyError(error, 'INVALID_CONFIGURATION') ? `${error.params.reason}.` : '');
  }
}
