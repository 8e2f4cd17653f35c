import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type NatsServer, type NatsServerOptions, startNatsServer } from '../src/index.js';
import { isRunning, processesOf } from './processes.js';

const withConnection = async <T>(server: NatsServer, work: (nc: NatsConnection) => Promise<T>): Promise<T> => {
  const nc = await connect({ servers: server.url, reconnect: false });
  try {
    return await work(nc);
  } finally {
    await nc.close();
  }
};

const pidOf = (server: NatsServer): number => {
  if (server.pid === undefined) throw new Error('the server does not run');
  return server.pid;
};

const writeEvents = (server: NatsServer): Promise<number> =>
  withConnection(server, async (nc) => {
    const jsm = await jetstreamManager(nc);
    await jsm.streams.add({ name: 'EVENTS', subjects: ['events.>'] });
    return (await jetstream(nc).publish('events.a', 'one')).seq;
  });

const countEvents = (server: NatsServer): Promise<number> =>
  withConnection(server, async (nc) => (await (await jetstreamManager(nc)).streams.info('EVENTS')).state.messages);

describe('startNatsServer', () => {
  it('serves clients with JetStream, and leaves no process and no file after stop', async () => {
    const server = await startNatsServer();
    expect(await writeEvents(server)).toBe(1);
    const runFolder = dirname(server.storeDir ?? '');
    const pid = pidOf(server);
    // Two processes: the server and its watchdog.
    expect(await processesOf(runFolder)).toHaveLength(2);
    await server.stop();
    expect(isRunning(pid)).toBe(false);
    expect(await processesOf(runFolder)).toEqual([]);
    expect(existsSync(runFolder)).toBe(false);
  });

  it('stops once however often it is asked, and does not start again', async () => {
    const server = await startNatsServer();
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(server.pid).toBeUndefined();
    await expect(server.restart()).rejects.toMatchObject({ code: 'NATS_SERVER_STOPPED' });
  });

  it('stops when its scope is left', async () => {
    let pid: number;
    {
      await using server = await startNatsServer({ jetstream: false });
      pid = pidOf(server);
    }
    expect(isRunning(pid)).toBe(false);
  });

  it.each([
    ['is killed', (server: NatsServer) => server.kill()],
    ['is halted', (server: NatsServer) => server.halt()],
    ['runs', () => Promise.resolve()],
  ])('keeps ports and data over a restart while it %s', async (_, before) => {
    await using server = await startNatsServer({ monitoring: {}, websocket: {} });
    await writeEvents(server);
    const addresses = [server.url, server.monitoringUrl, server.websocketUrl];
    const pid = pidOf(server);
    await before(server);
    await server.restart();
    expect(isRunning(pid)).toBe(false);
    expect([server.url, server.monitoringUrl, server.websocketUrl]).toEqual(addresses);
    expect(await countEvents(server)).toBe(1);
  });

  it('notices that its process was killed from outside', async () => {
    await using server = await startNatsServer();
    process.kill(pidOf(server), 'SIGKILL');
    await server.kill();
    expect(server.pid).toBeUndefined();
  });

  it('kills a server that does not end in time', async () => {
    const server = await startNatsServer({ stopTimeoutMs: 100 });
    const pid = pidOf(server);
    process.kill(pid, 'SIGSTOP');
    await server.stop();
    expect(isRunning(pid)).toBe(false);
  });

  it('keeps a store folder it was given', async () => {
    const storeDir = await mkdtemp(join(tmpdir(), 'kept-store-'));
    try {
      const first = await startNatsServer({ jetstream: { storeDir } });
      await writeEvents(first);
      await first.stop();
      await using second = await startNatsServer({ jetstream: { storeDir } });
      expect(await countEvents(second)).toBe(1);
    } finally {
      await rm(storeDir, { recursive: true });
    }
  });

  it('opens the monitoring endpoint', async () => {
    await using server = await startNatsServer({ monitoring: {}, serverName: 'watched' });
    const varz = (await (await fetch(`${server.monitoringUrl}/varz`)).json()) as {
      server_name: string;
      version: string;
    };
    expect(varz).toMatchObject({ server_name: 'watched', version: server.version });
    expect(server.name).toBe('watched');
  });

  it('opens a WebSocket listener', async () => {
    await using server = await startNatsServer({ websocket: {} });
    const { hostname, port } = new URL(server.websocketUrl ?? '');
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    };
    const status = await new Promise((resolve, reject) => {
      const request = get({ hostname, port, headers }).on('error', reject);
      request.on('upgrade', (response, socket) => {
        socket.destroy();
        resolve(response.statusCode);
      });
    });
    expect(status).toBe(101);
  });

  it('speaks TLS', async () => {
    const [certFile, keyFile] = ['localhost-cert.pem', 'localhost-key.pem'].map((name) =>
      join(__dirname, 'fixtures', name),
    ) as [string, string];
    await using server = await startNatsServer({ tls: { certFile, keyFile } });
    const nc = await connect({ servers: server.url, tls: { caFile: certFile }, reconnect: false });
    expect(nc.info?.tls_required).toBe(true);
    await nc.close();
  });

  it('obeys limits and extra configuration, whatever characters it holds', async () => {
    const password = 'a"b\\c $HOME {1k} # é';
    await using server = await startNatsServer({
      limits: { maxPayloadBytes: 2048 },
      config: { authorization: { user: '$u', password } },
    });
    const nc = await connect({ servers: server.url, user: '$u', pass: password, reconnect: false });
    expect(nc.info?.max_payload).toBe(2048);
    await nc.close();
  });

  it('takes extra configuration as text', async () => {
    await using server = await startNatsServer({ config: 'max_payload: 4KB' });
    const payload = await withConnection(server, async (nc) => nc.info?.max_payload);
    expect(payload).toBe(4096);
  });
});

describe('startNatsServer, when it cannot', () => {
  const start = (options: NatsServerOptions) => startNatsServer({ jetstream: false, ...options });

  it.each<[string, (port: number) => NatsServerOptions]>([
    ['client', (port) => ({ port })],
    ['monitoring', (port) => ({ monitoring: { port } })],
    ['WebSocket', (port) => ({ websocket: { port } })],
    ['cluster', (port) => ({ cluster: { name: 'c', port } })],
  ])('names a %s port that is taken', async (_, options) => {
    await using taken = await startNatsServer({ jetstream: false });
    await expect(start(options(taken.port))).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      details: { port: taken.port },
      message: expect.stringContaining(`port ${taken.port}`),
    });
  });

  it("quotes the server's own words about its configuration", async () => {
    await expect(start({ config: { no_such_field: 1 } })).rejects.toMatchObject({
      code: 'NATS_SERVER_FAILED',
      message: expect.stringContaining('unknown field "no_such_field"'),
    });
  });

  // Only some systems show the environment of processes.
  (existsSync('/proc/self/environ') ? it : it.skip)('hands the server none of the secrets of its caller', async () => {
    process.env['SECRET_OF_THE_CALLER'] = 'token';
    try {
      await using server = await startNatsServer();
      const variables = readFileSync(`/proc/${pidOf(server)}/environ`, 'utf8').split('\0');
      expect(variables.filter((variable) => variable.startsWith('PATH='))).toHaveLength(1);
      expect(variables.filter((variable) => variable.includes('SECRET_OF_THE_CALLER'))).toEqual([]);
    } finally {
      delete process.env['SECRET_OF_THE_CALLER'];
    }
  });

  it('names a binary that is missing', async () => {
    await expect(start({ binary: '/no/such/server' })).rejects.toThrow(
      '[NATS_SERVER_NOT_FOUND] no nats-server (the option "binary": /no/such/server: there is no such file)',
    );
  });

  it('does not take another binary than NATS_SERVER_BIN names', async () => {
    const env = { ...process.env, NATS_SERVER_BIN: '/no/such/server' };
    await expect(start({ env })).rejects.toMatchObject({ code: 'NATS_SERVER_NOT_FOUND' });
  });

  it('gives up after the ready timeout', async () => {
    await expect(start({ readyTimeoutMs: 1 })).rejects.toMatchObject({ code: 'NATS_SERVER_NOT_READY' });
  });

  it('gives up when it is told to', async () => {
    const reason = new Error('changed my mind');
    const abort = new AbortController();
    const starting = start({ signal: abort.signal });
    abort.abort(reason);
    await expect(starting).rejects.toBe(reason);
  });
});
