import { connect } from '@nats-io/transport-node';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { eventually } from '../../../test/support/eventually.js';
import { createManager, type ManagerOptions } from '../src/index.js';

let server: NatsServer;
beforeEach(async () => {
  server = await startNatsServer({});
});
afterEach(() => server?.stop());

/** A manager over a connection that tries to reconnect ten times a second. */
async function open(options: ManagerOptions = {}) {
  const nc = await connect({ servers: server.url, maxReconnectAttempts: -1, reconnectTimeWait: 100 });
  const manager = await createManager(nc, options);
  const events: string[] = [];
  void (async () => {
    for await (const { type } of nc.status()) events.push(type);
  })();
  return { nc, manager, events, [Symbol.asyncDispose]: () => nc.close() };
}

const disconnected = (isSent: boolean, message: RegExp) =>
  expect.objectContaining({ code: 'DISCONNECTED', details: { isSent }, message: expect.stringMatching(message) });

describe('a manager whose connection is lost', () => {
  it('sends what is asked meanwhile once the connection is back', async () => {
    await using opened = await open();
    const stream = await opened.manager.streams.create({ name: 'ORDERS', subjects: ['orders.*'] });
    await opened.manager.jetstream.jetstream().publish('orders.1', 'first');
    await server.halt();
    await eventually(() => expect(opened.events).toContain('disconnect'));
    const asked = Promise.all([
      opened.manager.streams.names(),
      opened.manager.streams.load('ORDERS').then(({ name }) => name),
      stream.message(1).then((message) => message?.string()),
      opened.manager.streams.create({ name: 'LATER', subjects: ['later'] }).then(({ name }) => name),
    ]);
    await server.restart();
    await expect(asked).resolves.toEqual([expect.arrayContaining(['ORDERS']), 'ORDERS', 'first', 'LATER']);
  });

  it('says that a request was not sent, if the connection is not back in time', async () => {
    await using opened = await open({ timeoutMs: 300 });
    await server.halt();
    await eventually(() => expect(opened.events).toContain('disconnect'));
    await expect(opened.manager.streams.load('ORDERS')).rejects.toEqual(
      disconnected(false, /the request was not sent/),
    );
  });

  it('asks again for what was under way', async () => {
    await using opened = await open({ apiPrefix: 'silent' });
    let asked = 0;
    opened.nc.subscribe('silent.STREAM.NAMES', {
      callback: (_, message) => {
        asked += 1;
        if (asked > 1) message.respond('{"total":1,"offset":0,"limit":1024,"streams":["ORDERS"]}');
      },
    });
    const names = opened.manager.streams.names();
    await eventually(() => expect(asked).toBe(1));
    await server.halt();
    await server.restart();
    await expect(names).resolves.toEqual(['ORDERS']);
  });

  it('ends a change that was under way at once, and says that it may be done', async () => {
    await using opened = await open({ apiPrefix: 'silent', timeoutMs: 60_000 });
    let asked = 0;
    opened.nc.subscribe('silent.STREAM.DELETE.ORDERS', {
      callback: () => {
        asked += 1;
      },
    });
    const endServer = async () => {
      await eventually(() => expect(asked).toBe(1));
      await server.halt();
    };
    const [removal] = await Promise.allSettled([opened.manager.streams.delete('ORDERS'), endServer()]);
    expect(removal).toEqual({ status: 'rejected', reason: disconnected(true, /the server may have done the work/) });
  });
});
