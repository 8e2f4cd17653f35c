import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { isJetStreamManagerError, type JetStreamManagerError } from '../src/errors/manager-error.js';
import { type EventsOptions, eventSubjects, events } from '../src/events/events.js';
import { isEvent, type ReceivedEvent } from '../src/events/kinds/event.js';
import { renderEvent } from '../src/events/render-event.js';
import { createManager } from '../src/manager/create-manager.js';

const users = {
  accounts: {
    SYS: { users: [{ user: 'sys', password: 'sys' }] },
    APP: {
      jetstream: 'enabled',
      users: [
        { user: 'app', password: 'app' },
        { user: 'deaf', password: 'deaf', permissions: { subscribe: { deny: ['$JS.EVENT.>'] } } },
      ],
    },
  },
  system_account: 'SYS',
};

describe('events', () => {
  let server: NatsServer;
  let nc: NatsConnection;
  const open: NatsConnection[] = [];

  const as = async (user: string) => {
    const connection = await connect({
      servers: server.url,
      user,
      pass: user,
      reconnectTimeWait: 50,
      maxReconnectAttempts: -1,
    });
    open.push(connection);
    return connection;
  };

  /** Starts to listen, and waits until the server has the subscription. */
  const listen = async (connection: NatsConnection, options?: EventsOptions) => {
    const stream = events(connection, options);
    await connection.flush();
    return stream;
  };

  const take = async (stream: AsyncIterableIterator<ReceivedEvent>, fits: (event: ReceivedEvent) => boolean) => {
    for (;;) {
      const { value, done } = await stream.next();
      if (done) throw new Error('the events ended before the one that was waited for');
      if (fits(value)) return value;
    }
  };

  beforeAll(async () => {
    server = await startNatsServer({ config: users });
  });
  beforeEach(async () => {
    nc = await as('app');
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((connection) => connection.close()));
  });
  afterAll(() => server.stop());

  it('delivers advisories as typed values that can be rendered', async () => {
    const stream = await listen(nc);
    const manager = await createManager(nc);
    await manager.streams.create({ name: 'EVENTS', subjects: ['events.>'], storage: 'memory' });

    const event = await take(stream, ({ type }) => type === 'io.nats.jetstream.advisory.v1.stream_action');
    if (event.type !== 'io.nats.jetstream.advisory.v1.stream_action') throw new Error(event.type);
    expect(event.message).toMatchObject({ action: 'create', stream: 'EVENTS' });
    expect(event.subject).toBe('$JS.EVENT.ADVISORY.STREAM.CREATED.EVENTS');
    expect(renderEvent(event, 'text/compact')).toMatch(/^\d\d:\d\d:\d\d \[Stream Create\] EVENTS$/);
    await stream.return?.();
  });

  it('delivers the events of the server to the system account', async () => {
    const sys = await as('sys');
    const stream = await listen(sys, { subjects: [eventSubjects.connects, eventSubjects.disconnects] });
    const visitor = await as('app');
    await visitor.close();

    const gone = await take(stream, ({ type }) => type === 'io.nats.server.advisory.v1.client_disconnect');
    if (!isEvent(gone)) throw new Error(gone.type);
    expect(renderEvent(gone, 'text/compact')).toMatch(
      /\[Disconnection\] user: app cid: \d+ in account APP: Client Closed/,
    );
    await stream.return?.();
  });

  it('reports messages that are no JSON, and keeps unknown ones whole', async () => {
    const bad: JetStreamManagerError[] = [];
    const stream = await listen(nc, { subjects: ['$JS.EVENT.>'], onBadMessage: (error) => bad.push(error) });
    nc.publish('$JS.EVENT.ADVISORY.TEST', 'no JSON {');
    nc.publish('$JS.EVENT.ADVISORY.TEST', new Uint8Array([0xff, 0xfe]));
    nc.publish('$JS.EVENT.ADVISORY.TEST', JSON.stringify({ type: 'io.nats.jetstream.advisory.v9.future', a: [1] }));

    const { value } = await stream.next();
    expect(value).toEqual({
      type: 'io.nats.unknown_message',
      subject: '$JS.EVENT.ADVISORY.TEST',
      message: { type: 'io.nats.jetstream.advisory.v9.future', a: [1] },
    });
    expect(bad.map(({ code }) => code)).toEqual(['INVALID_MESSAGE', 'INVALID_MESSAGE']);
    await stream.return?.();
  });

  it('goes on after the server was away', async () => {
    const stream = await listen(nc, { subjects: ['$JS.EVENT.ADVISORY.TEST'] });
    const reconnected = (async () => {
      for await (const status of nc.status()) if (status.type === 'reconnect') return;
    })();
    await server.kill();
    await server.restart();
    await reconnected;
    await nc.flush();
    nc.publish('$JS.EVENT.ADVISORY.TEST', '{"after":true}');
    expect((await stream.next()).value).toMatchObject({ message: { after: true } });
    await stream.return?.();
  });

  it('ends with its signal, after what had arrived', async () => {
    const abort = new AbortController();
    const stream = await listen(nc, { subjects: ['$JS.EVENT.ADVISORY.TEST'], signal: abort.signal });
    nc.publish('$JS.EVENT.ADVISORY.TEST', '{"n":1}');
    await nc.flush();
    abort.abort();
    expect((await stream.next()).value).toMatchObject({ message: { n: 1 } });
    expect(await stream.next()).toEqual({ value: undefined, done: true });
    expect(await events(nc, { signal: abort.signal }).next()).toEqual({ value: undefined, done: true });
  });

  it('stops listening when the loop is left', async () => {
    const stream = await listen(nc, { subjects: ['$JS.EVENT.ADVISORY.TEST'] });
    nc.publish('$JS.EVENT.ADVISORY.TEST', '{"n":1}');
    for await (const event of stream) {
      expect(event.message).toEqual({ n: 1 });
      break;
    }
    nc.publish('$JS.EVENT.ADVISORY.TEST', '{"n":2}');
    await nc.flush();
    expect(await stream.next()).toEqual({ value: undefined, done: true });
  });

  it('ends when the connection is closed', async () => {
    const stream = await listen(nc);
    const next = stream.next();
    await nc.close();
    expect(await next).toEqual({ value: undefined, done: true });
  });

  it('throws when the connection is lost for good', async () => {
    const fragile = await connect({ servers: server.url, user: 'app', pass: 'app', reconnect: false });
    const stream = await listen(fragile);
    const thrown = stream.next().catch((error: unknown) => error);
    await server.kill();
    expect(isJetStreamManagerError(await thrown, 'DISCONNECTED')).toBe(true);
    expect(await stream.next()).toEqual({ value: undefined, done: true });
    await server.restart();
  });

  it('throws what the server says to a subject that is forbidden', async () => {
    const deaf = await as('deaf');
    const stream = events(deaf);
    const thrown = await stream.next().catch((error: unknown) => error);
    expect(isJetStreamManagerError(thrown, 'PERMISSION_DENIED') && thrown.message).toContain(
      'this user may not subscribe to $JS.EVENT',
    );
  });
});
