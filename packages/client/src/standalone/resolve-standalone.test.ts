import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveStandalone } from './resolve-standalone.js';
import type { StandaloneOptions } from './standalone-options.js';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'contexts-'));
  await mkdir(join(home, '.config/nats/context'), { recursive: true });
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** Writes a context in the form of the `nats` command. */
async function keep(name: string, context: object | string): Promise<void> {
  const text = typeof context === 'string' ? context : JSON.stringify(context);
  await writeFile(join(home, '.config/nats/context', `${name}.json`), text);
}
const resolve = (options: StandaloneOptions): Promise<StandaloneOptions> => resolveStandalone(options, { HOME: home });

describe(resolveStandalone, () => {
  it.each<[StandaloneOptions, string, string]>([
    [{ creds: 'x', credsFile: 'y' }, 'nats', 'takes creds or credsFile, not both'],
    [{ nkey: 'x', user: 'y', token: 'z' }, 'nats', 'takes nkey or user or token, not both'],
    [{ domain: 'x', apiPrefix: 'y' }, 'nats', 'takes domain or apiPrefix, not both'],
    [{ password: 'x' }, 'nats.password', 'needs a user'],
    [{ servers: [] }, 'nats.servers', 'names no server'],
    [{ apiPrefix: 'js.*.API' }, 'nats.apiPrefix', 'is a subject without wildcards, such as js.hub.API'],
    [{ apiPrefix: 'js..API' }, 'nats.apiPrefix', 'is a subject without wildcards, such as js.hub.API'],
    [{ apiPrefix: '' }, 'nats.apiPrefix', 'is a subject without wildcards, such as js.hub.API'],
    [{ domain: 'a.b' }, 'nats.domain', 'is one token of a subject'],
    [{ domain: 'a b' }, 'nats.domain', 'is one token of a subject'],
    [{ tls: { cert: 'x', certFile: 'y' } }, 'nats.tls', 'takes cert or certFile, not both'],
    [{ tls: { key: 'x', keyFile: 'y' } }, 'nats.tls', 'takes key or keyFile, not both'],
    [{ tls: { ca: 'x', caFile: 'y' } }, 'nats.tls', 'takes ca or caFile, not both'],
  ])('refuses %j', async (options, setting, reason) => {
    await expect(resolve(options)).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      params: { setting, reason },
    });
  });

  it('refuses an address alone, without which it would connect to this machine', async () => {
    const reason = expect.stringContaining('the options are a string: give an object; it takes servers,');
    await expect(resolve('nats://example.org:4222' as never)).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      params: { setting: 'nats', reason },
    });
  });

  it.each<StandaloneOptions>([
    {},
    { servers: 'a' },
    { servers: ['a', 'b'], user: 'u', password: 'p', domain: 'hub', tls: { caFile: 'ca' } },
    { apiPrefix: 'js.hub.API' },
  ])('leaves %j as it is', async (options) => {
    expect(await resolve(options)).toEqual(options);
  });

  it.each<[string, object, StandaloneOptions]>([
    ['nothing', {}, { tls: {} }],
    ['empty texts', { url: '', user: '', creds: '', ca: '', jetstream_domain: '' }, { tls: {} }],
    [
      'servers and a user',
      { url: 'a,b', user: 'u', password: 'p' },
      { servers: 'a,b', user: 'u', password: 'p', tls: {} },
    ],
    ['a token', { token: 't' }, { token: 't', tls: {} }],
    ['several logins, of which the first counts', { creds: '/c', nkey: '/n', user: 'u' }, { credsFile: '/c', tls: {} }],
    ['a seed', { nkey: '/n', user: 'u' }, { nkeyFile: '/n', tls: {} }],
    ['a domain, which wins', { jetstream_domain: 'd', jetstream_api_prefix: 'x' }, { domain: 'd', tls: {} }],
    ['a prefix', { jetstream_api_prefix: 'x' }, { apiPrefix: 'x', tls: {} }],
    [
      'files for TLS',
      { ca: '/ca', cert: '/cert', key: '/key', tls_first: true },
      { tls: { caFile: '/ca', certFile: '/cert', keyFile: '/key', first: true } },
    ],
  ])('completes from a context with %s', async (_what, context, expected) => {
    await keep('mine', context);
    const { context: _name, ...resolved } = await resolve({ context: 'mine' });
    expect(resolved).toEqual(expected);
  });

  it('reads files below the home folder, and a JWT as credentials', async () => {
    await keep('mine', { creds: '~/me.creds', ca: '~other/ca' });
    expect(await resolve({ context: 'mine' })).toMatchObject({
      credsFile: join(home, 'me.creds'),
      tls: { caFile: '~other/ca' },
    });
    await keep('mine', { user_jwt: 'J', user_seed: 'S', user: 'u' });
    const { creds, user } = await resolve({ context: 'mine' });
    expect(
      String(creds)
        .split('\n')
        .filter((line) => !line.startsWith('-')),
    ).toEqual(['J', 'S', '']);
    expect(user).toBeUndefined();
  });

  it('takes from a context what it was not told', async () => {
    await keep('mine', { url: 'a', user: 'u', password: 'p', jetstream_domain: 'd', ca: '/ca' });
    expect(await resolve({ context: 'mine', token: 't', servers: 'b', apiPrefix: 'x', tls: { first: true } })).toEqual({
      context: 'mine',
      servers: 'b',
      token: 't',
      apiPrefix: 'x',
      tls: { caFile: '/ca', first: true },
    });
  });

  it.each([
    ['../secret', 'is not the name of a context'],
    ['.hidden', 'is not the name of a context'],
    ['', 'is not the name of a context'],
    ['absent', 'absent.json cannot be read: ENOENT'],
  ])('refuses the context %j', async (context, reason) => {
    await expect(resolve({ context })).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      params: { setting: `the NATS context '${context}'`, reason: expect.stringContaining(reason) },
    });
  });

  it.each<[string, object | string, string]>([
    ['no JSON', '{', 'mine.json does not hold a context'],
    ['other types', { url: 7 }, 'mine.json does not hold a context'],
    ['nsc', { nsc: 'nsc://a' }, 'it uses nsc, which is not supported here'],
    ['a proxy', { socks_proxy: 'socks5://a' }, 'it uses socks_proxy, which is not supported here'],
  ])('refuses a context with %s', async (_what, context, reason) => {
    await keep('mine', context);
    await expect(resolve({ context: 'mine' })).rejects.toMatchObject({
      params: { reason: expect.stringContaining(reason) },
    });
  });

  it('looks where XDG_CONFIG_HOME says, if that is a whole path', async () => {
    await keep('mine', { url: 'home' });
    const other = join(home, 'other');
    await mkdir(join(other, 'nats/context'), { recursive: true });
    await writeFile(join(other, 'nats/context/mine.json'), '{"url":"other"}');
    const serversIn = async (XDG_CONFIG_HOME: string) =>
      (await resolveStandalone({ context: 'mine' }, { HOME: home, XDG_CONFIG_HOME })).servers;
    expect([await serversIn(other), await serversIn('other'), await serversIn('')]).toEqual(['other', 'home', 'home']);
  });
});
