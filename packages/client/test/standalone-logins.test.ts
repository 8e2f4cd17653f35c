import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUser } from '@nats-io/nkeys';
import { findNatsServer, type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { eventually } from '../../../test/support/eventually.js';
import { freePort } from '../../../test/support/free-port.js';
import { connectSymphony, type StandaloneOptions } from '../src/index.js';

/** A self-signed certificate for the name `localhost`. It is also valid for a client. */
const certFile = join(__dirname, 'fixtures', 'localhost-cert.pem');
const keyFile = join(__dirname, 'fixtures', 'localhost-key.pem');
const servers: NatsServer[] = [];
const start = async (options: Parameters<typeof startNatsServer>[0]): Promise<NatsServer> => {
  const server = await startNatsServer(options);
  servers.push(server);
  return server;
};
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'logins-'));
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const byName = (url: string | undefined): string => (url ?? '').replace(/127\.0\.0\.1|\[::1\]/, 'localhost');

async function use(nats: StandaloneOptions, env = {}): Promise<void> {
  const connection = await connectSymphony({ nats, env, connectTimeoutMs: 3_000 });
  await connection.nc.flush();
  await connection.close();
}

describe('a login', () => {
  const user = createUser();
  const seed = new TextDecoder().decode(user.getSeed());
  let contextHome: string;
  beforeAll(async () => {
    contextHome = join(folder, 'home');
    await writeFile(join(folder, 'user.nk'), `# a comment\n${seed}\n`);
    await mkdir(join(contextHome, '.config', 'nats', 'context'), { recursive: true });
  });
  const withNkey = () => start({ config: { authorization: { users: [{ nkey: user.getPublicKey() }] } } });
  const saveContext = (name: string, context: object): Promise<void> =>
    // PowerShell writes a byte order mark.
    writeFile(join(contextHome, '.config', 'nats', 'context', `${name}.json`), `\ufeff${JSON.stringify(context)}`);

  it('may be an nkey, as text, in a file or in a context', async () => {
    const { url } = await withNkey();
    await use({ servers: url, nkey: seed });
    await use({ servers: url, nkeyFile: join(folder, 'user.nk') });
    await saveContext('nkey', { url, nkey: join(folder, 'user.nk'), user: '', tls_first: false });
    await use({ context: 'nkey' }, { HOME: contextHome });
    await expect(use({ servers: url, nkey: 'SU-not' })).rejects.toThrow('does not hold the seed of a user');
  });

  it('may be a user or a token, given apart', async () => {
    const both = await start({ config: { authorization: { user: 'me', password: 'p@ss:word' } } });
    await use({ servers: both.url, user: 'me', password: 'p@ss:word' });
    const token = await start({ config: { authorization: { token: 's3cret:@' } } });
    await use({ servers: token.url, token: 's3cret:@' });
    await saveContext('token', { url: both.url, token: 's3cret:@' });
    await use({ context: 'token', servers: token.url }, { HOME: contextHome });
    await use({ context: 'token', user: 'me', password: 'p@ss:word' }, { HOME: contextHome });
  });

  it('that is refused is named as what it was', async () => {
    const { url } = await start({ config: { authorization: { user: 'me', password: 'right' } } });
    const refused = use({ servers: url, user: 'me', password: 'wrong' });
    await expect(refused).rejects.toMatchObject({ code: 'AUTHENTICATION_FAILED' });
    await expect(refused).rejects.toThrow("refused user 'me'");
    await expect(refused).rejects.not.toThrow('API key');
    await expect(use({ servers: url })).rejects.toThrow('a client without a login');
    await expect(use({ servers: 'nats://127.0.0.1:1' })).rejects.not.toThrow('SYMPHONY_ADDRESS');
  });

  it.each<[StandaloneOptions, string]>([
    [{ context: 'nothing' }, 'cannot be read'],
    [{ context: '../nkey' }, 'is not the name of a context'],
    [{ user: 'me', token: 't' }, 'takes user or token, not both'],
    [{ domain: 'hub', apiPrefix: 'js.hub' }, 'takes domain or apiPrefix, not both'],
    [{ password: 'p' }, 'needs a user'],
    [{ tls: { caFile: '/nowhere.pem' } }, 'nats.tls.caFile: cannot be read'],
    [{ servers: 'http://h' }, "'http://' is not a way to reach NATS"],
    [{ servers: 'ws://h, nats://h' }, 'WebSockets beside other servers'],
    [{ servers: '::1:4222' }, 'an IPv6 address needs brackets'],
  ])('%j is refused', async (options, reason) => {
    await expect(use(options, { HOME: contextHome })).rejects.toThrow(reason);
  });
});

describe('TLS', () => {
  it('shows a client certificate to a server that asks for one', async () => {
    const { url } = await start({ tls: { certFile, keyFile, caFile: certFile, verify: true } });
    const tls = { caFile: certFile, certFile, keyFile };
    await use({ servers: byName(url), tls });
    await use({ servers: byName(url).replace(/^\w+:/, 'tls:'), tls });
    await expect(use({ servers: byName(url), tls: { caFile: certFile } })).rejects.toThrow('--tlscert');
    await expect(use({ servers: byName(url) })).rejects.toThrow('name its authority as ca');
    await expect(use({ servers: byName(url), tls: { ...tls, first: true } })).rejects.toThrow('omit TLS first');
  });

  it.each([
    ['a socket', (server: NatsServer) => server.url],
    ['a WebSocket', (server: NatsServer) => server.websocketUrl],
  ])('is met with the certificates that the files have at each connect, over %s', async (_what, urlOf) => {
    const files = { certFile: join(folder, 'now-cert.pem'), keyFile: join(folder, 'now-key.pem') };
    const become = async (name: string): Promise<void> => {
      await copyFile(join(__dirname, 'fixtures', `${name}-cert.pem`), files.certFile);
      await copyFile(join(__dirname, 'fixtures', `${name}-key.pem`), files.keyFile);
    };
    await become('localhost');
    // The certificate is its own authority. So a new one replaces all TLS files.
    const tls = { ...files, caFile: files.certFile };
    const server = await start({ tls: { ...tls, verify: true }, websocket: { tls: files } });
    await using connection = await connectSymphony({ nats: { servers: byName(urlOf(server)), tls }, env: {} });
    await connection.nc.flush();
    await server.halt();
    await become('renewed');
    await server.restart();
    await eventually(() => expect(connection.isConnected).toBe(true), 10_000);
    await connection.nc.flush();
  });

  it('begins the connection where the server wants that, and the error says so where it was not told', async () => {
    const found = await findNatsServer();
    if (found.version.startsWith('2.9.')) return; // only from 2.10.4 on
    const port = await freePort('localhost');
    const config = join(folder, 'first.conf');
    const tls = `tls { cert_file: "${certFile}", key_file: "${keyFile}", handshake_first: true }`;
    await writeFile(config, `host: localhost\nport: ${port}\n${tls}`);
    const server = spawn(found.path, ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
    const listening = new Promise<void>((resolve) =>
      server.stderr.on('data', (text: Buffer) => void (text.includes('Server is ready') && resolve())),
    );
    try {
      await listening;
      const options = { servers: `nats://localhost:${port}`, tls: { caFile: certFile } };
      await use({ ...options, tls: { ...options.tls, first: true } });
      await expect(use(options)).rejects.toThrow('--tlsfirst');
    } finally {
      server.kill();
      await once(server, 'exit');
    }
  });
});

describe('a WebSocket', () => {
  it('carries a connection, which comes back over it beside one over a socket', async () => {
    const server = await start({ websocket: {}, config: { authorization: { user: 'me', password: 'p@ss' } } });
    const url = server.websocketUrl?.replace('ws://', 'ws://me:p%40ss@');
    await using overWeb = await connectSymphony({ nats: { servers: url ?? '' }, env: {} });
    await using overSocket = await connectSymphony({
      nats: { servers: server.url, user: 'me', password: 'p@ss' },
      env: {},
    });
    overWeb.nc.subscribe('echo', { callback: (_error, message) => void message.respond(message.data) });
    await overWeb.nc.flush();
    const back = [overWeb, overSocket].map(
      (one) => new Promise<void>((resolve) => one.onStatus(({ kind }) => void (kind === 'reconnected' && resolve()))),
    );
    await server.restart();
    await Promise.all(back);
    await overWeb.nc.flush();
    const answer = await overSocket.nc.request('echo', 'over both', { timeout: 10_000 });
    expect(answer.string()).toBe('over both');
    await expect(use({ servers: server.websocketUrl ?? '' })).rejects.toMatchObject({ code: 'AUTHENTICATION_FAILED' });
  });

  it('is encrypted with wss, and a certificate of an unknown authority is explained', async () => {
    const server = await start({ host: 'localhost', websocket: { tls: { certFile, keyFile } } });
    const url = byName(server.websocketUrl);
    expect(url).toMatch(/^wss:/);
    await use({ servers: url, tls: { caFile: certFile } });
    await expect(use({ servers: url })).rejects.toThrow('name its authority as ca');
  });

  it.each(['ws://127.0.0.1:1', 'ws://127.0.0.1:9'])('without a server (%s) fails at once', async (url) => {
    await expect(use({ servers: url })).rejects.toMatchObject({ code: 'CONNECTION_FAILED' });
  });
});
