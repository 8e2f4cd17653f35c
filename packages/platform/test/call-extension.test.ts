import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { callExtension } from '../src/http/call-extension.js';

let server: NatsServer;
let nc: NatsConnection;
beforeAll(async () => {
  server = await startNatsServer({ config: { max_payload: 1024 } });
  nc = await connect({ servers: server.url, noAsyncTraces: true });
});
afterAll(async () => {
  await nc?.close();
  await server?.stop();
});

const call = (subject: string, body = '') =>
  callExtension(nc, { subject, body: new TextEncoder().encode(body), timeoutMs: 200, trace: {} });

describe('callExtension', () => {
  it('says what kept an answer away', async () => {
    nc.subscribe('silent', { callback: () => undefined });
    await expect(call('nobody')).rejects.toMatchObject({ code: 'NO_RESPONDERS' });
    await expect(call('silent')).rejects.toMatchObject({ code: 'GATEWAY_TIMEOUT' });
    await expect(call('silent', 'x'.repeat(1025))).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
    });
  });
});
