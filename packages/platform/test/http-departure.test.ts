import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { type Logger, silentLogger } from '@symphony-ts/contract';
import type { DepartureTimes } from '../src/http/http-departure.js';
import { createHttpServer, listen } from '../src/http/http-server.js';
import { Counters } from '../src/kit/counters.js';
import { RefusalLog } from '../src/kit/refusal-log.js';
import { healthRoutes } from '../src/routes/health-routes.js';

interface Answer {
  readonly status: number | undefined;
  readonly connection: string | undefined;
}

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** A server with the health routes and `/slow`, which answers when the test says so. */
async function serve(times: Partial<DepartureTimes> = {}, logger: Logger = silentLogger) {
  const departure = { delayMs: 0, graceMs: 20_000, ...times };
  const server = await createHttpServer({
    logger,
    departure,
    refusals: new RefusalLog({ logger, counters: new Counters() }),
  });
  const { app } = server;
  const slow: { asked: Promise<void>; answer: () => void } = { asked: Promise.resolve(), answer: () => undefined };
  let asked: () => void = () => undefined;
  slow.asked = new Promise((resolve) => (asked = resolve));
  app.get('/slow', () => {
    asked();
    return new Promise((resolve) => (slow.answer = () => resolve({})));
  });
  healthRoutes(app, {
    health: () => ({ healthy: true, ready: true, version: '1', components: {} }),
    info: () => {
      throw new Error('nobody asks');
    },
    isStaying: () => server.departure.isStaying(),
  });
  const port = await listen(app, { host: '127.0.0.1', port: 0 });
  cleanUps.push(() => {
    app.server.closeAllConnections();
    return app.close();
  });
  return { departure: server.departure, slow, port };
}

/** A client that keeps its connection open. */
function keeper(port: number): (path: string) => Promise<Answer> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  cleanUps.push(() => agent.destroy());
  return (path) =>
    new Promise((resolve, reject) => {
      const sent = get({ host: '127.0.0.1', port, path, agent }, (reply) => {
        const { statusCode, headers } = reply;
        reply.resume().on('end', () => resolve({ status: statusCode, connection: headers.connection }));
      });
      sent.on('error', reject);
    });
}

async function tcp(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  cleanUps.push(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

describe('a server of HTTP that leaves', () => {
  it('answers what is under way, says so, and is gone within a second of it', async () => {
    const { departure, slow, port } = await serve();
    const client = keeper(port);
    await client('/api/v1/ping');
    const answer = client('/slow');
    await slow.asked;
    const left = departure.leave().then(() => performance.now());
    slow.answer();
    expect(await answer).toEqual({ status: 200, connection: 'close' });
    const answered = performance.now();
    expect((await left) - answered).toBeLessThan(1_000);
  });

  it('answers a request that comes on a kept connection after it listens no more', async () => {
    const { departure, slow, port } = await serve();
    const [one, socket] = [keeper(port), await tcp(port)];
    const answer = one('/slow');
    await slow.asked;
    const left = departure.leave();
    socket.write('GET /api/v1/ping HTTP/1.1\r\nHost: a\r\n\r\n');
    const [reply] = (await once(socket, 'data')) as [Buffer];
    expect(reply.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*connection: close\r\n/i);
    slow.answer();
    await Promise.all([answer, left]);
  });

  it('waits for no connection that never asked anything', async () => {
    const { departure, port } = await serve();
    const closed = once(await tcp(port), 'close');
    await departure.leave();
    await closed;
  });

  it('is not ready and serves on, for as long as it is told, where somebody follows', async () => {
    const { departure, port } = await serve({ delayMs: 500 });
    expect((await keeper(port)('/api/v1/ready')).status).toBe(200);
    const started = performance.now();
    const left = departure.leave();
    expect(await keeper(port)('/api/v1/ready')).toEqual({ status: 503, connection: 'close' });
    expect(await keeper(port)('/api/v1/ping')).toEqual({ status: 200, connection: 'close' });
    await left;
    expect(performance.now() - started).toBeGreaterThanOrEqual(495);
  });

  it('does not wait where nobody follows', async () => {
    const { departure, port } = await serve({ delayMs: 600_000 });
    await keeper(port)('/api/v1/ping');
    await departure.leave();
  });

  it('cuts off what is not answered in time, and says so', async () => {
    const warnings: unknown[] = [];
    const logger: Logger = {
      ...silentLogger,
      warn: (text, fields) => warnings.push([text, fields]),
      child: () => logger,
    };
    const { departure, slow, port } = await serve({ graceMs: 100 }, logger);
    const failed = keeper(port)('/slow').catch((error: unknown) => error);
    await slow.asked;
    await departure.leave();
    expect(await failed).toMatchObject({ code: 'ECONNRESET' });
    expect(warnings).toEqual([
      [expect.stringContaining('not answered in time'), expect.objectContaining({ connections: 1 })],
    ]);
  });
});
