import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { eventually } from '../../../test/support/eventually.js';
import { ConnectionWatch } from '../src/nats/connection-watch.js';

let server: NatsServer;
beforeAll(async () => {
  server = await startNatsServer();
});
afterAll(() => server.stop());

/** Makes a connection deaf, like an exception in its read loop: it stays open, but loses everything that arrives. */
function deafen(nc: NatsConnection): void {
  // The public types omit the parser of arriving bytes. A new connection has a new one.
  const { protocol } = nc as NatsConnection & { readonly protocol: { parser: { parse(bytes: Uint8Array): void } } };
  protocol.parser.parse = () => undefined;
}

describe('ConnectionWatch', () => {
  it('notices a connection that hears nothing, and has it replaced', async () => {
    const nc = await connect({ servers: server.url, reconnectTimeWait: 50 });
    const watch = ConnectionWatch.start(nc, { everyMs: 50, deadlineMs: 200 });
    // It is down only until the new connection, maybe for a millisecond. So its state at that moment is recorded.
    const saidWhileDown: boolean[] = [];
    void (async () => {
      for await (const { type } of nc.status()) if (type === 'disconnect') saidWhileDown.push(watch.isUp);
    })();
    let count = 0;
    watch.onReconnect(() => (count += 1));
    expect(watch.isUp).toBe(true);
    deafen(nc);
    await eventually(() => count === 1);
    await eventually(() => watch.isUp);
    expect(saidWhileDown).toEqual([false]);
    const echo = nc.subscribe('echo', { callback: (_error, message) => void message.respond('heard') });
    expect((await nc.request('echo', '', { timeout: 5_000 })).string()).toBe('heard');
    echo.unsubscribe();
    await nc.close();
    expect(watch.isUp).toBe(false);
  });

  it('leaves a connection alone that hears', async () => {
    const nc = await connect({ servers: server.url });
    const watch = ConnectionWatch.start(nc, { everyMs: 20, deadlineMs: 5_000 });
    let reconnects = 0;
    watch.onReconnect(() => (reconnects += 1));
    const before = nc.stats().inMsgs;
    await eventually(() => nc.stats().inMsgs > before + 10);
    expect([watch.isUp, reconnects]).toEqual([true, 0]);
    await nc.close();
  });
});
