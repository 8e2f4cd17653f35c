import { connect, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { ensureBucket, ensureObjectStore, openBucket, openObjectStore } from '@symphony-ts/storage';
import { eventually } from '../../../test/support/eventually.js';
import { type MuteProxy, startMuteProxy } from './mute-proxy.js';
import { dial, startTestServer, type TestServer } from './servers.js';

/** The first attempt takes a quarter or a third of it. */
const TIMEOUT_MS = 12_000;

const openers = {
  openBucket: (nc: NatsConnection) => openBucket(nc, 'there', { timeoutMs: TIMEOUT_MS }),
  openObjectStore: (nc: NatsConnection) => openObjectStore(nc, 'there', { timeoutMs: TIMEOUT_MS }),
  watch: async (nc: NatsConnection) => {
    const bucket = await openBucket(nc, 'there', { mustExist: false, timeoutMs: TIMEOUT_MS });
    for await (const { key } of bucket.watch()) return { name: key };
    return undefined;
  },
} as const;

const each = Object.entries(openers).map(([name, open]) => ({ name, open }));

describe('on a link that loses an answer', () => {
  let running: TestServer;
  let proxy: MuteProxy;
  let far: NatsConnection;
  beforeAll(async () => {
    running = await startTestServer();
    await ensureBucket(running.nc, { name: 'there' });
    await ensureObjectStore(running.nc, { name: 'there' });
    await (await openBucket(running.nc, 'there')).put('there', 1);
    proxy = await startMuteProxy(Number(new URL(running.server.url).port));
    far = await connect({ servers: `127.0.0.1:${proxy.port}`, maxReconnectAttempts: -1 });
  });
  afterAll(async () => {
    await far.close();
    await proxy[Symbol.asyncDispose]();
    await running[Symbol.asyncDispose]();
  });

  it.each(each)('$name asks again', async ({ open }) => {
    const { dropped } = proxy;
    proxy.mute('server');
    const opening = open(far);
    await eventually(() => proxy.dropped > dropped);
    proxy.mute(undefined);
    expect(await opening).toMatchObject({ name: 'there' });
  });
});

describe('openBucket', () => {
  /** A connection to a server without JetStream, and requests for a stream, which a test answers. */
  const withoutJetStream = async (isAnswering: boolean) => {
    const running = await startTestServer({ jetstream: false });
    const asked: Msg[] = [];
    const service = await dial(running.server);
    const take = (_error: unknown, message: Msg): void => void asked.push(message);
    if (isAnswering) service.subscribe('$JS.API.STREAM.INFO.*', { callback: take });
    await service.flush();
    return {
      nc: running.nc,
      asked,
      async [Symbol.asyncDispose]() {
        await service.close();
        await running[Symbol.asyncDispose]();
      },
    };
  };

  it('takes the answer to its first request, even after it has asked again', async () => {
    await using slow = await withoutJetStream(true);
    const opening = openBucket(slow.nc, 'slow', { timeoutMs: TIMEOUT_MS });
    await eventually(() => slow.asked.length > 1);
    const config = { retention: 'limits', allow_direct: true, num_replicas: 1, max_msgs_per_subject: 1 };
    slow.asked[0]?.respond(JSON.stringify({ config, created: '2026-01-01T00:00:00Z', state: { last_seq: 7 } }));
    expect(await opening).toMatchObject({ name: 'slow' });
  });

  it('does not ask again for a bucket that does not exist', async () => {
    await using server = await withoutJetStream(true);
    const opening = openBucket(server.nc, 'none', { timeoutMs: TIMEOUT_MS });
    await eventually(() => server.asked.length > 0);
    const error = { code: 404, err_code: 10059, description: 'stream not found' };
    server.asked[0]?.respond(JSON.stringify({ error }));
    await expect(opening).rejects.toMatchObject({ code: 'BUCKET_NOT_FOUND' });
    expect(server.asked).toHaveLength(1);
  });

  it('does not wait for JetStream where there is none', async () => {
    await using server = await withoutJetStream(false);
    await expect(openBucket(server.nc, 'none', { timeoutMs: 600_000 })).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      params: { operation: 'open', reason: 'the server has no JetStream, and reaches none' },
    });
  });
});
