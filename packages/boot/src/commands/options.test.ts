import type { ConnectOptions } from '@symphony-ts/client';
import { Command, InvalidArgumentError } from 'commander';
import {
  type ConnectionFlags,
  expiryTime,
  jsonArgument,
  portNumber,
  positiveNumber,
  prefixArgument,
  readConnection,
  wholeNumber,
  withConnection,
} from './options.js';

const now = Date.parse('2030-01-01T00:00:00Z');

describe('expiryTime', () => {
  it.each([
    ['90m', '2030-01-01T01:30:00.000Z'],
    ['12h', '2030-01-01T12:00:00.000Z'],
    ['30d', '2030-01-31T00:00:00.000Z'],
    ['2030-02-01', '2030-02-01T00:00:00.000Z'],
    ['2030-02-01T10:00:00+02:00', '2030-02-01T08:00:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(expiryTime(text, now)?.toISOString()).toBe(expected);
  });

  it.each(['', '5', '0d', '-1d', '3w', 'tomorrow', '2029-12-31', '2030-02-30x'])('refuses %p', (text) => {
    expect(expiryTime(text, now)).toBeUndefined();
  });
});

describe('readers of arguments', () => {
  it.each<[string, (text: string) => unknown, string, unknown]>([
    ['wholeNumber', wholeNumber, '0', 0],
    ['wholeNumber', wholeNumber, '12', 12],
    ['positiveNumber', positiveNumber, '1', 1],
    ['portNumber', portNumber, '0', 0],
    ['portNumber', portNumber, '65535', 65_535],
    ['prefixArgument', prefixArgument, 'orders-2', 'orders-2'],
    ['jsonArgument', jsonArgument, '{"a":[1,null]}', { a: [1, null] }],
    ['jsonArgument', jsonArgument, '"text"', 'text'],
  ])('%s reads %s', (_name, read, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each<[string, (text: string) => unknown, string, string]>([
    ['wholeNumber', wholeNumber, '', 'It must be a whole number from 0 on.'],
    ['wholeNumber', wholeNumber, ' ', 'It must be a whole number from 0 on.'],
    ['wholeNumber', wholeNumber, '-1', 'It must be a whole number from 0 on.'],
    ['wholeNumber', wholeNumber, '1.5', 'It must be a whole number from 0 on.'],
    ['wholeNumber', wholeNumber, '5s', 'It must be a whole number from 0 on.'],
    ['positiveNumber', positiveNumber, '0', 'It must be above 0.'],
    ['positiveNumber', positiveNumber, '-3', 'It must be a whole number from 0 on.'],
    ['portNumber', portNumber, '65536', 'A port is at most 65535.'],
    [
      'prefixArgument',
      prefixArgument,
      'Orders',
      'A prefix is lower case, begins with a letter and has at most 48 characters.',
    ],
    ['jsonArgument', jsonArgument, '{a:1}', 'It is not JSON; a shell wants it in single quotes.'],
  ])('%s refuses %j', (_name, read, text, reason) => {
    expect(() => read(text)).toThrow(new InvalidArgumentError(reason));
  });
});

/** The connection options of a command line. */
async function connectionOf(...words: string[]): Promise<ConnectOptions> {
  let options: ConnectOptions | undefined;
  const command = withConnection(new Command('x').exitOverride().configureOutput({ writeErr: () => undefined }));
  command.action((flags: ConnectionFlags) => {
    options = readConnection(flags);
  });
  await command.parseAsync(words, { from: 'user' });
  return options ?? {};
}

describe(readConnection, () => {
  it.each<[string, ConnectOptions]>([
    ['', {}],
    ['--token T --address platform.example:1', { token: 'T', address: 'platform.example:1' }],
    ['--nats a,b', { nats: { servers: 'a,b' } }],
    ['--context mine', { nats: { context: 'mine' } }],
    ['--nats a --tlsfirst', { nats: { servers: 'a', tls: { first: true } } }],
    [
      '--nats a --creds c --user u --password p --nkey n --tlsca ca --tlscert cert --tlskey key --js-domain d --js-api-prefix x',
      {
        nats: {
          servers: 'a',
          credsFile: 'c',
          user: 'u',
          password: 'p',
          nkeyFile: 'n',
          domain: 'd',
          apiPrefix: 'x',
          tls: { caFile: 'ca', certFile: 'cert', keyFile: 'key' },
        },
      },
    ],
  ])('reads %s', async (line, expected) => {
    expect(await connectionOf(...line.split(' ').filter(Boolean))).toEqual(expected);
  });

  it.each([
    ['--nats a --token T', "option '--nats <urls>' cannot be used with option '--token <token>'"],
    ['--context c --address a', "option '--context <name>' cannot be used with option '--address <address>'"],
    ['--address ftp://x', "argument 'ftp://x' is invalid"],
  ])('refuses %s', async (line, reason) => {
    await expect(connectionOf(...line.split(' '))).rejects.toThrow(reason);
  });
});
