import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createAccount,
  createOperator,
  createUser,
  encodeAccount,
  encodeOperator,
  encodeUser,
  fmtCreds,
} from '@nats-io/jwt';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { eventually } from '../../../test/support/eventually.js';
import { connectSymphony, SymphonyClient } from '../src/index.js';
import { Issuer } from './issuer.js';
import { nextEvent } from './next-event.js';

describe('standalone mode', () => {
  let nats: NatsServer;
  beforeAll(async () => {
    nats = await startNatsServer({ config: { authorization: { user: 'me', password: 'p@ss:word' } } });
  });
  afterAll(() => nats?.stop());

  it('connects to a plain server, with the user name and password of its URL', async () => {
    const servers = nats.url.replace('nats://', 'nats://me:p%40ss%3Aword@');
    const client = await SymphonyClient.connect({ nats: { servers }, prefix: 'catalog', env: {} });
    client.connection.nc.subscribe('echo', { callback: (_error, message) => void message.respond(message.data) });
    await expect(client.request('echo', { a: 1 })).resolves.toEqual({ a: 1 });
    expect(client.connection).toMatchObject({
      mode: 'standalone',
      servers: [nats.url],
      identity: { prefix: 'catalog', kind: 'extension' },
    });
    expect(client.connection.identity.instanceId).toMatch(/^[A-Z0-9]{22}$/);
    await client.close();
    await client.close();
    expect(client.connection.nc.isClosed()).toBe(true);
  });

  it('says that the server wants credentials', async () => {
    await expect(connectSymphony({ nats: { servers: nats.url } })).rejects.toMatchObject({
      code: 'AUTHENTICATION_FAILED',
    });
  });

  it('says that the server has as many connections as it accepts', async () => {
    await using full = await startNatsServer({ limits: { maxConnections: 1 } });
    let held: SymphonyClient | undefined;
    try {
      // For a moment, the server may still count the connection that waited for its start.
      await eventually('the first is let in', async () => {
        held = await SymphonyClient.connect({ nats: { servers: full.url }, env: {} });
      });
      await expect(connectSymphony({ nats: { servers: full.url }, connectTimeoutMs: 5_000 })).rejects.toMatchObject({
        code: 'CONNECTION_FAILED',
        message: expect.stringContaining('max_connections'),
      });
    } finally {
      await held?.close();
    }
  });

  it.each([
    [{ servers: [] }, 'names no server'],
    [{ servers: 'nats://' }, 'not a URL'],
    [{ servers: 'nats://h', creds: 'x', credsFile: 'y' }, 'not both'],
    [{ servers: 'nats://h', creds: 'nonsense' }, 'does not hold a JWT and a seed'],
    [{ servers: 'nats://h', credsFile: '/nowhere.creds' }, 'cannot be read'],
  ])('refuses %j', async (options, reason) => {
    await expect(connectSymphony({ nats: options })).rejects.toThrow(reason);
  });
});

describe('the address of a server', () => {
  let nats: NatsServer;
  beforeAll(async () => {
    nats = await startNatsServer({ config: { authorization: { token: 's3cret:@' } } });
  });
  afterAll(() => nats?.stop());

  it.each([
    ['a token', (host: string) => `nats://s3cret%3A%40@${host}`],
    ['a list in one text, of which one is away', (host: string) => `127.0.0.1:1, nats://s3cret%3A%40@${host}`],
  ])('may hold %s', async (_what, address) => {
    const servers = address(nats.url.replace('nats://', ''));
    const connection = await connectSymphony({ nats: { servers }, env: {} });
    await connection.nc.flush();
    await connection.close();
  });

  // Some containers have no IPv6.
  (hasIPv6() ? it : it.skip)('may be an IPv6 address', async () => {
    const server = await startNatsServer({ host: '::1' });
    expect(server.url).toMatch(/^nats:\/\/\[::1\]:\d+$/);
    const connection = await connectSymphony({ nats: { servers: server.url }, env: {} });
    await connection.nc.flush();
    await connection.close();
    await server.stop();
  });
});

function hasIPv6(): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '::1'));
}

describe('a creds file', () => {
  let issuer: Issuer;
  let folder: string;
  beforeAll(async () => {
    issuer = await Issuer.start();
    folder = await mkdtemp(join(tmpdir(), 'creds-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await issuer[Symbol.asyncDispose]();
  });

  it('is read again at each reconnect, and a broken one does no harm', async () => {
    const credsFile = join(folder, 'user.creds');
    const user = createUser();
    await writeFile(credsFile, fmtCreds(await encodeUser('user', user, issuer.account, {}), user));
    await using connection = await connectSymphony({ nats: { servers: issuer.nats.url, credsFile } });
    await writeFile(credsFile, 'half writ');
    const back = nextEvent(connection, 'reconnected');
    await connection.nc.reconnect();
    await back;
    expect(connection.isConnected).toBe(true);
  });

  it('of an account that has as many connections as it may is told so', async () => {
    const [operator, account, user] = [createOperator(), createAccount(), createUser()];
    const limits = { subs: -1, data: -1, payload: -1, imports: -1, exports: -1, wildcards: true, conn: 0, leaf: -1 };
    const claims = await encodeAccount('A', account, { limits }, { signer: operator });
    await using nats = await startNatsServer({
      jetstream: false,
      config: {
        operator: await encodeOperator('O', operator),
        resolver: 'MEMORY',
        resolver_preload: { [account.getPublicKey()]: claims },
      },
    });
    const creds = new TextDecoder().decode(fmtCreds(await encodeUser('U', user, account), user));
    const connecting = connectSymphony({ nats: { servers: nats.url, creds }, env: {}, connectTimeoutMs: 2_000 });
    await expect(connecting).rejects.toThrow('the account has as many connections as it may');
  });

  it.each<[string, (creds: string) => string]>([
    ['the line ends of Windows', (creds) => creds.replaceAll('\n', '\r\n')],
    ['a byte order mark', (creds) => `\ufeff${creds}`],
    ['no line end behind it, as a shell hands it on', (creds) => creds.trimEnd()],
  ])('may have %s', async (_what, change) => {
    const user = createUser();
    const creds = change(new TextDecoder().decode(fmtCreds(await encodeUser('user', user, issuer.account, {}), user)));
    const credsFile = join(folder, 'changed.creds');
    await writeFile(credsFile, creds);
    for (const login of [{ creds }, { credsFile }]) {
      await using connection = await connectSymphony({ nats: { servers: issuer.nats.url, ...login }, env: {} });
      await connection.nc.flush();
    }
  });
});
