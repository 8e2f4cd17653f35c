import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../process/usage-error.js';
import { resolveSettings } from './connection-settings.js';

let homeDir: string;
beforeEach(async () => {
  homeDir = await mkdtemp(join(tmpdir(), 'jsm-'));
});
afterEach(() => rm(homeDir, { recursive: true }));

const resolve = (flags: Parameters<typeof resolveSettings>[0] = {}, env: Record<string, string> = {}) =>
  resolveSettings(flags, { env, homeDir });

async function saveContext(name: string, fields: object, folder = join(homeDir, '.config')): Promise<void> {
  await mkdir(join(folder, 'nats', 'context'), { recursive: true });
  await writeFile(join(folder, 'nats', 'context', `${name}.json`), JSON.stringify(fields));
}
const select = (name: string) => writeFile(join(homeDir, '.config', 'nats', 'context.txt'), `${name}\n`);

describe('resolveSettings', () => {
  it.each(['', ' ', 'nats://a,', ','])('refuses %j for a server', async (server) => {
    await expect(resolve({ server })).rejects.toThrow('names no server');
  });

  it('connects to this machine where nothing is said', async () => {
    expect(await resolve()).toEqual({
      servers: ['nats://127.0.0.1:4222'],
      login: { kind: 'none' },
      tls: {},
      isTlsFirst: false,
      inboxPrefix: undefined,
      timeoutMs: 5000,
      manager: { timeoutMs: 5000, trace: false },
    });
  });

  it('takes options before the environment before the context', async () => {
    await saveContext('dev', { url: 'nats://context', user: 'joe', password: 'secret' });
    const env = { NATS_URL: 'nats://env', NATS_CONTEXT: 'dev' };
    expect((await resolve({ context: 'dev' })).servers).toEqual(['nats://context']);
    expect((await resolve({}, env)).servers).toEqual(['nats://env']);
    expect((await resolve({ server: 'a, b' }, env)).servers).toEqual(['a', 'b']);
    expect((await resolve({}, env)).login).toEqual({ kind: 'password', user: 'joe', password: 'secret' });
    expect((await resolve({ creds: 'f.creds' }, env)).login).toEqual({ kind: 'creds', file: 'f.creds' });
  });

  it('uses the selected context, but not with a server of its own', async () => {
    await saveContext('dev', { url: 'nats://context', token: 'T' });
    await select('dev');
    expect(await resolve()).toMatchObject({ servers: ['nats://context'], login: { kind: 'token', token: 'T' } });
    expect(await resolve({ server: 'nats://other' })).toMatchObject({ login: { kind: 'none' } });
  });

  it('reads every field it knows, and paths from the home folder', async () => {
    await saveContext('full', {
      description: 'ignored',
      url: 'tls://a:1,tls://b:2',
      creds: '~/x.creds',
      nkey: '',
      ca: '~/ca.pem',
      cert: '/c.pem',
      key: '/k.pem',
      tls_first: true,
      inbox_prefix: '_I',
      jetstream_domain: 'hub',
      jetstream_event_prefix: 'ev',
    });
    expect(await resolve({ context: 'full', timeout: 9 })).toEqual({
      servers: ['tls://a:1', 'tls://b:2'],
      login: { kind: 'creds', file: join(homeDir, 'x.creds') },
      tls: { caFile: join(homeDir, 'ca.pem'), certFile: '/c.pem', keyFile: '/k.pem' },
      isTlsFirst: true,
      inboxPrefix: '_I',
      timeoutMs: 9,
      manager: { timeoutMs: 9, trace: false, domain: 'hub', eventPrefix: 'ev' },
    });
  });

  it('takes a prefix or a domain of the command line instead of those of the context', async () => {
    await saveContext('dev', { jetstream_domain: 'hub' });
    const { manager } = await resolve({ context: 'dev', jsApiPrefix: 'js.api' });
    expect(manager).toEqual({ timeoutMs: 5000, trace: false, apiPrefix: 'js.api' });
  });

  it('looks where XDG_CONFIG_HOME says', async () => {
    const folder = join(homeDir, 'elsewhere');
    await saveContext('dev', { url: 'nats://xdg' }, folder);
    expect((await resolve({ context: 'dev' }, { XDG_CONFIG_HOME: folder })).servers).toEqual(['nats://xdg']);
  });

  it.each([
    ['is not there', 'nothing', undefined],
    ['leads out of its folder', '../dev', undefined],
    ['is not JSON', 'broken', '{'],
    ['is null', 'null', 'null'],
    ['is a list', 'list', '[]'],
    ['is a number', 'number', '5'],
    ['has a URL that is no text', 'typed', '{"url":5}'],
    ['has a user that is no text', 'user', '{"user":["a"]}'],
    ['needs a proxy', 'proxy', '{"socks_proxy":"127.0.0.1:1"}'],
  ])('refuses a context that %s', async (_what, name, text) => {
    await saveContext('dev', {});
    if (text !== undefined) await writeFile(join(homeDir, '.config', 'nats', 'context', `${name}.json`), text);
    await expect(resolve({ context: name })).rejects.toThrow(UsageError);
  });
});
