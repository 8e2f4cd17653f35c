import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logger, silentLogger } from '@symphony-ts/contract';
import { connectOwn } from '../src/nats/platform-connection.js';
import { embeddedNats } from '../src/nats/platform-nats.js';
import { unixSeconds } from '../src/operator/jwt.js';
import { openOperatorKeys } from '../src/operator/operator-keys.js';

let dataDir: string;
beforeEach(async () => (dataDir = await mkdtemp(join(tmpdir(), 'platform-slow-start-'))));
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** A proxy in front of a server. It holds back the data of the first client until the server gives that client up. */
async function slowFor(serverPort: number) {
  const sockets = new Set<Socket>();
  let connections = 0;
  const proxy = createServer((client) => {
    const isFirst = (connections += 1) === 1;
    const server = connect(serverPort, '127.0.0.1');
    sockets.add(client).add(server);
    server.pipe(client);
    if (isFirst) client.resume();
    else client.pipe(server);
    for (const socket of [client, server]) socket.on('error', () => undefined);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  const stop = (): void => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  };
  return { url: `nats://127.0.0.1:${port}`, connections: () => connections, stop };
}

it('tries again where the server lost patience, and says what it waits for', async () => {
  const keys = await openOperatorKeys(join(dataDir, 'operator'), unixSeconds(Date.now()));
  const nats = await embeddedNats(keys, {
    dataDir,
    flush: 'periodic',
    natsServer: { limits: { authTimeoutMs: 500 } },
    logger: silentLogger,
  });
  const proxy = await slowFor(nats.server?.port ?? 0);
  try {
    const told: string[] = [];
    const logger: Logger = { ...silentLogger, info: (text) => told.push(text), child: () => logger };
    const nc = await connectOwn({ keys, nats: { urls: [proxy.url] }, link: 'platform', logger });
    expect(told).toEqual(['waiting for NATS']);
    expect(proxy.connections()).toBe(2);
    await nc.close();
  } finally {
    proxy.stop();
    await nats.stop();
  }
});

it('does not wait for an address where nobody listens', async () => {
  const keys = await openOperatorKeys(join(dataDir, 'operator'), unixSeconds(Date.now()));
  const gone = createServer();
  gone.listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  const nats = { urls: [`nats://127.0.0.1:${port}`] };
  await expect(connectOwn({ keys, nats, link: 'platform', logger: silentLogger })).rejects.toMatchObject({
    code: 'CONNECTION_FAILED',
    // The text does not name SYMPHONY_ADDRESS, which is for programs that connect to a platform.
    message: expect.stringContaining('symphony-boot platform server-config'),
  });
});
