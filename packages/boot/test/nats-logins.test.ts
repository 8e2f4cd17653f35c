import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectSymphony, type StandaloneOptions, type SymphonyConnection } from '@symphony-ts/client';
import { findNatsServer, type NatsServer, type NatsServerOptions, startNatsServer } from '@symphony-ts/nats-server';
import { freePort } from '../../../test/support/free-port.js';
import { main } from '../src/main.js';

const certificates = join(__dirname, '..', '..', 'client', 'test', 'fixtures');
const certFile = join(certificates, 'localhost-cert.pem');
const keyFile = join(certificates, 'localhost-key.pem');

/** The key of a user that only the servers of this file know. */
const user = {
  publicKey: 'UAFVVLVPWWUFNPX4NQPCNNEEOMAN3USYJA5SQA3F5N2WFQ74SFHXQBDC',
  seed: 'SUAOYYYQE3DUBRBUHPT667MDK6NENHZHNRN6PUXEULUHQG6DV6QZVAZVMU',
};

const byName = (url: string | undefined): string => (url ?? '').replace(/127\.0\.0\.1|\[::1\]/, 'localhost');

/** Whether this machine has IPv6. Some containers have none. */
const hasIPv6 = (): boolean =>
  Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '::1'));

describe('commands on a plain NATS server', () => {
  let folder: string;
  const open: AsyncDisposable[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'boot logins '));
    await mkdir(join(folder, 'nats', 'context'), { recursive: true });
    process.env['XDG_CONFIG_HOME'] = folder;
  });
  afterEach(async () => {
    for (const resource of open.splice(0).reverse()) await resource[Symbol.asyncDispose]();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const start = async (options: NatsServerOptions = {}): Promise<NatsServer> => {
    const server = await startNatsServer({ jetstream: false, ...options });
    open.push(server);
    return server;
  };
  /** An extension that answers on the server, connected with the SDK. */
  const answerOn = async (nats: StandaloneOptions): Promise<SymphonyConnection> => {
    const connection = await connectSymphony({ nats, env: {} });
    open.push(connection);
    connection.nc.subscribe('cirata.extensions.greeter.greet', {
      callback: (_error, message) => void message.respond('"hello"'),
    });
    await connection.nc.flush();
    return connection;
  };
  /** The output of `invoke`, or its error. */
  const invoke = async (...flags: string[]): Promise<string> => {
    const printed: string[] = [];
    const output = { out: (line: string) => printed.push(line), err: (line: string) => printed.push(line) };
    await main(['invoke', 'greeter', 'greet', ...flags], output);
    return printed.join('\n');
  };

  it('take a list with commas, of which one is away, and addresses without a scheme', async () => {
    const { url } = await start();
    await answerOn({ servers: url });
    expect(await invoke('--nats', `127.0.0.1:1,${url.replace('nats://', '')}`)).toBe('hello');
  });

  (hasIPv6() ? it : it.skip)('take IPv6 addresses in brackets', async () => {
    const { url } = await start({ host: '::1' });
    await answerOn({ servers: url });
    expect(await invoke('--nats', url)).toBe('hello');
    expect(await invoke('--nats', url.replace('nats://', ''))).toBe('hello');
  });

  it('take a token, or a user, in the URL, or the user apart', async () => {
    const { url } = await start({ config: { authorization: { user: 'me', password: 'p@ss:word' } } });
    await answerOn({ servers: url, user: 'me', password: 'p@ss:word' });
    expect(await invoke('--nats', url.replace('//', '//me:p%40ss%3Aword@'))).toBe('hello');
    expect(await invoke('--nats', url, '--user', 'me', '--password', 'p@ss:word')).toBe('hello');
    expect(await invoke('--nats', url, '--user', 'me', '--password', 'wrong')).toContain("refused user 'me'");
    const token = await start({ config: { authorization: { token: 's3cret' } } });
    await answerOn({ servers: token.url, token: 's3cret' });
    expect(await invoke('--nats', token.url.replace('//', '//s3cret@'))).toBe('hello');
  });

  it('take an nkey, in a file or by a context', async () => {
    const nkeyFile = join(folder, 'user.nk');
    await writeFile(nkeyFile, user.seed);
    const { url } = await start({ config: { authorization: { users: [{ nkey: user.publicKey }] } } });
    await answerOn({ servers: url, nkeyFile });
    expect(await invoke('--nats', url, '--nkey', nkeyFile)).toBe('hello');
    await writeFile(join(folder, 'nats', 'context', 'edge.json'), JSON.stringify({ url, nkey: nkeyFile }));
    expect(await invoke('--context', 'edge')).toBe('hello');
  });

  it('take credentials', async () => {
    // A server without an operator only checks the key.
    const { url } = await start({ config: { authorization: { users: [{ nkey: user.publicKey }] } } });
    const creds = join(folder, 'my user.creds');
    const part = (name: string, text: string): string => `-----BEGIN ${name}-----\n${text}\n------END ${name}------\n`;
    await writeFile(creds, part('NATS USER JWT', 'e30.e30.c2ln') + part('USER NKEY SEED', user.seed));
    await answerOn({ servers: url, credsFile: creds });
    expect(await invoke('--nats', url, '--creds', creds)).toBe('hello');
  });

  it('take WebSockets, plain and encrypted', async () => {
    const server = await start({ host: 'localhost', websocket: { tls: { certFile, keyFile } } });
    await answerOn({ servers: server.url });
    expect(await invoke('--nats', byName(server.websocketUrl), '--tlsca', certFile)).toBe('hello');
    expect(await invoke('--nats', byName(server.websocketUrl))).toContain('name its authority');
    const plain = await start({ websocket: {} });
    await answerOn({ servers: plain.url });
    expect(await invoke('--nats', plain.websocketUrl ?? '')).toBe('hello');
  });

  it('show a client certificate', async () => {
    const { url } = await start({ tls: { certFile, keyFile, caFile: certFile, verify: true } });
    await answerOn({ servers: byName(url), tls: { caFile: certFile, certFile, keyFile } });
    const flags = ['--nats', byName(url), '--tlsca', certFile];
    expect(await invoke(...flags, '--tlscert', certFile, '--tlskey', keyFile)).toBe('hello');
  });

  it('begin with TLS where they are told so', async () => {
    const found = await findNatsServer();
    if (found.version.startsWith('2.9.')) return; // only from 2.10.4 on
    const port = await freePort('localhost');
    const config = join(folder, 'first.conf');
    const tls = `tls { cert_file: "${certFile}", key_file: "${keyFile}", handshake_first: true }`;
    await writeFile(config, `host: localhost\nport: ${port}\n${tls}`);
    const server = spawn(found.path, ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
    open.push({
      [Symbol.asyncDispose]: async () => {
        server.kill();
        if (server.exitCode === null) await once(server, 'exit');
      },
    });
    await new Promise<void>((resolve) =>
      server.stderr.on('data', (text: Buffer) => void (text.includes('Server is ready') && resolve())),
    );
    await answerOn({ servers: `nats://localhost:${port}`, tls: { caFile: certFile, first: true } });
    const flags = ['--nats', `nats://localhost:${port}`, '--tlsca', certFile];
    expect(await invoke(...flags, '--tlsfirst')).toBe('hello');
    expect(await invoke(...flags)).toContain('--tlsfirst');
  });
});
