import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Msg, NatsConnection, NodeConnectionOptions } from '@nats-io/transport-node';
import { isSymphonyError } from '@symphony-ts/contract';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { eventually } from '../../../test/support/eventually.js';
import { Cancellation } from '../src/requests/cancellation.js';
import { publishOn } from '../src/requests/publish.js';
import { type RequestMultiplexer, requestsOf } from '../src/requests/request-multiplexer.js';
import { dial } from './servers.js';

const NOTHING = new Uint8Array();
const users = {
  accounts: {
    one: {
      users: [
        { user: 'service', password: 'p' },
        { user: 'asker', password: 'p', permissions: { publish: ['svc.>'], subscribe: '>' } },
      ],
    },
    two: {
      users: [
        { user: 'elsewhere', password: 'p' },
        { user: 'deaf', password: 'p', permissions: { publish: '>', subscribe: ['none'] } },
      ],
    },
  },
};

let server: NatsServer;
let service: NatsConnection;
let nc: NatsConnection;
let requests: RequestMultiplexer;
const waiting: Msg[] = [];

const connectAs = (options: NodeConnectionOptions = {}): Promise<NatsConnection> =>
  dial(server, { user: 'asker', pass: 'p', reconnectTimeWait: 20, ...options });

/** Services that also come back after a restart of their server. */
async function serve(): Promise<NatsConnection> {
  const connection = await connectAs({ user: 'service' });
  const answer = (message: Msg): void => void message.respond(message.data);
  connection.subscribe('svc.echo', { callback: (_error, message) => answer(message) });
  connection.subscribe('svc.twice', { callback: (_error, message) => [0, 1].forEach(() => answer(message)) });
  connection.subscribe('svc.wait', { callback: (_error, message) => void waiting.push(message) });
  await connection.flush();
  return connection;
}

const ask = (subject: string, timeoutMs = 5_000, cancellations?: readonly Cancellation[]): Promise<string> =>
  requests.request({ subject, data: NOTHING, timeoutMs, cancellations, read: (reply) => reply.string() });
const echo = (text: string, of = requests): Promise<string> =>
  of.request({ subject: 'svc.echo', data: Buffer.from(text), timeoutMs: 5_000, read: (reply) => reply.string() });
const codeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    (value) => `answered ${String(value)}`,
    (error: unknown) =>
      isSymphonyError(error, 'DISCONNECTED')
        ? `${error.code} ${error.params.isSent}`
        : Reflect.get(Object(error), 'code'),
  );

beforeAll(async () => {
  server = await startNatsServer({ jetstream: false, config: users });
  service = await serve();
});
beforeEach(async () => {
  nc = await connectAs();
  requests = requestsOf(nc);
  waiting.length = 0;
  await echoUntilAnswered('the service is back');
});
afterEach(async () => {
  await nc.close();
  expect(requests.size).toBe(0);
});
afterAll(async () => {
  await service?.close();
  await server?.stop();
});

/** Collects garbage first, because the heap can only be compared without it. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

describe('RequestMultiplexer', () => {
  it('is one for a connection', () => {
    expect(requestsOf(nc)).toBe(requests);
  });

  it('gives each call its own reply', async () => {
    const texts = Array.from({ length: 500 }, (_value, index) => `text ${index}`);
    await expect(Promise.all(texts.map((text) => echo(text)))).resolves.toEqual(texts);
  });

  it('takes the first of two replies, and the next call is answered by its own', async () => {
    const twice = (text: string): Promise<string> =>
      requests.request({ subject: 'svc.twice', data: Buffer.from(text), timeoutMs: 5_000, read: (m) => m.string() });
    await expect(twice('a')).resolves.toBe('a');
    await expect(twice('b')).resolves.toBe('b');
  });

  it('drops a reply that comes after the time is up', async () => {
    expect(await codeOf(ask('svc.wait', 30))).toBe('TIMEOUT');
    waiting[0]?.respond('late');
    await expect(echo('next')).resolves.toBe('next');
  });

  it.each([1, 30, 120])('ends a call of %p ms on time', async (timeoutMs) => {
    const started = performance.now();
    expect(await codeOf(ask('svc.wait', timeoutMs))).toBe('TIMEOUT');
    const took = performance.now() - started;
    expect(took).toBeGreaterThanOrEqual(timeoutMs);
    expect(took).toBeLessThan(timeoutMs + 10_000); // 50 ms on an idle machine
  });

  it('waits for days without waking up early, and shorter calls end before', async () => {
    const days = ask('svc.wait', 24 * 86_400_000);
    const month = ask('svc.wait', 31 * 86_400_000);
    expect(await codeOf(ask('svc.wait', 20))).toBe('TIMEOUT');
    await eventually('all calls arrived', () => waiting.length === 3);
    for (const message of waiting) message.respond('at last');
    await expect(Promise.all([days, month])).resolves.toEqual(['at last', 'at last']);
  });

  it('is answered in time although the process was busy when the time was up', async () => {
    const call = echo('in time');
    const quick = requests.request({ subject: 'svc.echo', data: NOTHING, timeoutMs: 400, read: () => 'in time' });
    await nc.flush().then(() => undefined);
    const end = performance.now() + 600;
    const later = requests.request({ subject: 'svc.echo', data: NOTHING, timeoutMs: 400, read: () => 'in time' });
    await new Promise((resolve) => setTimeout(resolve, 0));
    while (performance.now() < end); // the reply waits in the socket in the meantime
    await expect(Promise.all([call, quick, later])).resolves.toEqual(['in time', 'in time', 'in time']);
  });

  it('ends at once where nobody listens, and hands a refusal to the calls to that subject', async () => {
    const calls = [ask('svc.nobody'), ask('secret'), ask('svc.wait', 300), ask('secret')];
    expect(await Promise.all(calls.map(codeOf))).toEqual([
      'NO_RESPONDERS',
      'PERMISSION_DENIED',
      'TIMEOUT',
      'PERMISSION_DENIED',
    ]);
  });

  it('ends calls of a connection that may not listen to its replies', async () => {
    const deaf = await connectAs({ user: 'deaf', pass: 'p' });
    expect(await codeOf(echo('a', requestsOf(deaf)))).toBe('PERMISSION_DENIED');
    expect(await codeOf(echo('b', requestsOf(deaf)))).toBe('PERMISSION_DENIED');
    await deaf.close();
  });

  it.each(['', 'a b'])('refuses the subject %j', async (subject) => {
    expect(await codeOf(ask(subject))).toBe('INVALID_CONFIGURATION');
  });

  it('rejects with what reading the reply throws', async () => {
    const read = (): never => {
      throw new RangeError('unreadable');
    };
    const call = requests.request({ subject: 'svc.echo', data: NOTHING, timeoutMs: 5_000, read });
    await expect(call).rejects.toThrow(RangeError);
  });

  it('gives up when cancelled, by a signal with one listener for all of its calls', async () => {
    const controller = new AbortController();
    const signal = Cancellation.of(controller.signal);
    const own = Cancellation.create();
    const calls = [
      ...Array.from({ length: 20 }, () => ask('svc.wait', 5_000, [signal])),
      ask('svc.wait', 5_000, [own]),
    ];
    own.cancel('enough');
    controller.abort();
    expect(new Set(await Promise.all(calls.map(codeOf)))).toEqual(new Set(['ABORTED']));
    expect(await codeOf(ask('svc.echo', 5_000, [signal]))).toBe('ABORTED');
  });

  it('sends what shares a write with others, unless it was given up before', async () => {
    const given = Cancellation.create();
    const share = (subject: string, text: string, cancellations?: readonly Cancellation[]): Promise<string> =>
      requests.request({
        subject,
        data: Buffer.from(text),
        timeoutMs: 5_000,
        sharesWrite: true,
        cancellations,
        read: (reply) => reply.string(),
      });
    const calls = [share('svc.echo', 'a'), share('svc.wait', 'b', [given]), share('svc.echo', 'c')];
    given.cancel('enough');
    expect(await Promise.all(calls.map(codeOf))).toEqual(['answered a', 'ABORTED', 'answered c']);
    expect(waiting).toEqual([]);
    const late = share('svc.wait', 'd');
    await nc.close();
    expect(await codeOf(late)).toBe('CONNECTION_CLOSED');
  });

  it('ends what is under way when the connection is closed, and takes nothing after', async () => {
    const calls = [ask('svc.wait'), ask('svc.wait')];
    await eventually('both arrived', () => waiting.length === 2);
    await nc.close();
    expect(await Promise.all(calls.map(codeOf))).toEqual(['CONNECTION_CLOSED', 'CONNECTION_CLOSED']);
    expect(await codeOf(ask('svc.echo'))).toBe('CONNECTION_CLOSED');
  });

  it('leaves nothing behind after a million calls', async () => {
    const wave = async (count: number): Promise<void> => {
      let left = count;
      const one = async (): Promise<void> => {
        while (left-- > 0) await ask('svc.echo');
      };
      await Promise.all(Array.from({ length: 256 }, one));
    };
    await wave(50_000);
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    await wave(Number(process.env['CALLS'] ?? 1_000_000));
    collectGarbage();
    expect(requests.size).toBe(0);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
  }, 600_000);
});

describe('a connection that breaks', () => {
  it('ends what was sent, and says that it may have been handled', async () => {
    const calls = [ask('svc.wait', 30_000), ask('svc.wait', 30_000)];
    await eventually('both arrived', () => waiting.length === 2);
    await server.kill();
    const started = performance.now();
    expect(await Promise.all(calls.map(codeOf))).toEqual(['DISCONNECTED true', 'DISCONNECTED true']);
    expect(performance.now() - started).toBeLessThan(20_000);
    await server.restart();
  });

  it('ends what was sent when it comes back in another account, and sends the rest there', async () => {
    let user = 'asker';
    const moving = await dial(server, { authenticator: () => ({ user, pass: 'p' }) });
    const of = requestsOf(moving);
    const call = of.request({ subject: 'svc.wait', data: NOTHING, timeoutMs: 30_000, read: () => 'answered' });
    await eventually('it arrived', () => waiting.length === 1);
    user = 'elsewhere';
    await moving.reconnect();
    expect(await codeOf(call)).toBe('DISCONNECTED true');
    expect(await codeOf(echo('a', of))).toBe('NO_RESPONDERS');
    await moving.close();
  });

  it('keeps what is sent while it is down, and sends it in order once it is back', async () => {
    await server.kill();
    await eventually('the loss is known', () => isDown(nc));
    const seen: string[] = [];
    const events = ['1', '2', '3'].map((text) =>
      publishOn(nc, { subject: 'svc.event', data: Buffer.from(text), timeoutMs: 30_000 }),
    );
    const calls = ['a', 'b'].map((text) => echoUntilAnswered(text));
    // Events are not stored. Only this connection certainly listens again before they are sent.
    nc.subscribe('svc.event', { callback: (_error, message) => void seen.push(message.string()) });
    await server.restart();
    await Promise.all(events);
    await expect(Promise.all(calls)).resolves.toEqual(['a', 'b']);
    await eventually('all events arrived', () => seen.length === 3);
    expect(seen).toEqual(['1', '2', '3']);
  });

  it('reaches those who come back a little later, once and in order', async () => {
    const late = await connectAs({ user: 'service', reconnectTimeWait: 1_000, reconnectJitter: 0 });
    const seen: string[] = [];
    late.subscribe('svc.late.event', { callback: (_error, message) => void seen.push(message.string()) });
    late.subscribe('svc.late.echo', { callback: (_error, message) => void message.respond(message.data) });
    await late.flush();
    await server.kill();
    await eventually('the loss is known', () => isDown(nc) && isDown(late));
    const publish = (text: string): Promise<void> =>
      publishOn(nc, { subject: 'svc.late.event', data: Buffer.from(text), timeoutMs: 20_000 });
    const events = ['1', '2', '3'].map(publish);
    const call = requests.request({
      subject: 'svc.late.echo',
      data: Buffer.from('a'),
      timeoutMs: 20_000,
      waitsForResponders: true,
      read: (reply) => reply.string(),
    });
    await server.restart();
    await eventually('this one is back', () => !isDown(nc));
    events.push(publish('4'));
    await Promise.all(events);
    await expect(call).resolves.toBe('a');
    await publish('5');
    await eventually('all events arrived', () => seen.length >= 5);
    expect(seen).toEqual(['1', '2', '3', '4', '5']);
    await late.close();
  });

  it('resolves for events that nobody hears, and ends what is kept when the time is up', async () => {
    await server.kill();
    await eventually('the loss is known', () => isDown(nc));
    const publish = (timeoutMs: number): Promise<void> =>
      publishOn(nc, { subject: 'svc.nobody', data: NOTHING, timeoutMs });
    const [patient, hasty] = [publish(30_000), publish(1_500)];
    await server.restart();
    // It waited for the server or for a subscriber, in vain. In both cases nobody was told.
    expect(await codeOf(hasty)).toBe('DISCONNECTED false');
    expect(await codeOf(patient)).toBe('answered undefined');
  });

  it('says that nothing was sent where it does not come back in time, and that at once where too much waits', async () => {
    await server.kill();
    await eventually('the loss is known', () => isDown(nc));
    expect(await codeOf(ask('svc.echo', 50))).toBe('DISCONNECTED false');
    expect(await codeOf(publishOn(nc, { subject: 'svc.event', data: NOTHING, timeoutMs: 50 }))).toBe(
      'DISCONNECTED false',
    );
    const large = Buffer.alloc(9 * 1024 * 1024);
    const first = publishOn(nc, { subject: 'svc.event', data: large, timeoutMs: 100 });
    expect(await codeOf(publishOn(nc, { subject: 'svc.event', data: large }))).toBe('DISCONNECTED false');
    expect(await codeOf(first)).toBe('DISCONNECTED false');
    const cancellation = Cancellation.create();
    const call = ask('svc.echo', 5_000, [cancellation]);
    cancellation.cancel('enough');
    expect(await codeOf(call)).toBe('ABORTED');
    await server.restart();
  });

  it('ends what is kept when it is closed meanwhile', async () => {
    await server.kill();
    await eventually('the loss is known', () => isDown(nc));
    const calls = [ask('svc.echo'), publishOn(nc, { subject: 'svc.event', data: NOTHING })];
    await nc.close();
    expect(await Promise.all(calls.map(codeOf))).toEqual(['CONNECTION_CLOSED', 'CONNECTION_CLOSED']);
    await server.restart();
  });
});

const echoUntilAnswered = async (text: string): Promise<string> => {
  for (;;) {
    try {
      return await requests.request({
        subject: 'svc.echo',
        data: Buffer.from(text),
        timeoutMs: 30_000,
        read: (reply) => reply.string(),
      });
    } catch (error) {
      // The service reconnects on its own, maybe after the caller.
      if (!isSymphonyError(error, 'NO_RESPONDERS')) throw error;
    }
  }
};

const isDown = (connection: NatsConnection): boolean =>
  (connection as NatsConnection & { readonly protocol?: { readonly connected: boolean } }).protocol?.connected ===
  false;
