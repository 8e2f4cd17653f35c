import { headers, type MsgHdrs, type NatsConnection } from '@nats-io/nats-core';
import { ensureBucket, openBucket } from '@symphony-ts/storage';
import { guardMessages } from '@symphony-ts/storage/internal';
import { collect, dial, startTestServer, type TestServer } from './servers.js';

let running: TestServer;
let evil: NatsConnection;

beforeAll(async () => {
  running = await startTestServer();
  evil = await dial(running.server);
});
afterAll(async () => {
  await evil.close();
  await running[Symbol.asyncDispose]();
});

/** Headers that a client without the library wrote. Only their bytes are read. */
const written = (...lines: string[]): MsgHdrs => {
  const bytes = Buffer.from(['NATS/1.0', ...lines, '', ''].join('\r\n'), 'latin1');
  return Object.assign(headers(), { encode: () => bytes });
};

const isShort = (bad: MsgHdrs): boolean =>
  // The public type omits this.
  (bad as MsgHdrs & { encode(): Uint8Array }).encode().length < 65_535;

const malformed: readonly (readonly [string, MsgHdrs])[] = [
  ['a space in a name', written('bad name: 1')],
  ['a lone line feed', written('a: b\nc')],
  ['a letter beyond ASCII in a name', written('n\u00e4me: 1')],
  ['a name of 200,000 bytes', written(`${'a'.repeat(200_000)}: 1`)],
  ['6,000 names', written(...Array.from({ length: 6_000 }, (_, i) => `h${i}: 1`))],
  ['60,000 names', written(...Array.from({ length: 60_000 }, (_, i) => `h${i}: 1`))],
];

async function guarded(): Promise<NatsConnection> {
  const nc = await dial(running.server);
  guardMessages(nc, { warn: () => undefined, error: () => undefined });
  return nc;
}

describe.each(malformed)('a message with %s', (_, bad) => {
  it('does not reach a callback, and the next one does', async () => {
    const nc = await guarded();
    const seen: string[] = [];
    const subscription = nc.subscribe('plain', {
      callback: (_error, message) => void seen.push(`${message.string()} ${message.headers?.get('a') ?? ''}`),
    });
    await nc.flush();
    const started = process.cpuUsage();
    evil.publish('plain', 'bad', { headers: bad });
    evil.publish('plain', 'good', { headers: written('a: 1') });
    await evil.flush();
    await nc.flush();
    expect(process.cpuUsage(started).user).toBeLessThan(1_000_000);
    expect(seen).toEqual(['good 1']);
    expect(guardMessages(nc).malformed).toBe(1);
    subscription.unsubscribe();
    await nc.close();
  });

  it('does not end an iterator', async () => {
    const nc = await guarded();
    const subscription = nc.subscribe('iterated');
    await nc.flush();
    evil.publish('iterated', 'bad', { headers: bad });
    evil.publish('iterated', 'good');
    await evil.flush();
    for await (const message of subscription) {
      expect([message.string(), message.headers]).toEqual(['good', undefined]);
      break;
    }
    await nc.close();
  });

  it('is no reply, and later requests get theirs', async () => {
    const nc = await guarded();
    let count = 0;
    const responder = evil.subscribe('asked', {
      callback: (_error, message) => {
        count += 1;
        message.respond('answer', count === 1 ? { headers: bad } : {});
      },
    });
    await evil.flush();
    await expect(nc.request('asked', '', { timeout: 200 })).rejects.toThrow('timeout');
    expect((await nc.request('asked', '', { timeout: 5_000 })).string()).toBe('answer');
    responder.unsubscribe();
    await nc.close();
  });

  // A stream accepts no longer headers.
  (isShort(bad) ? it : it.skip)('can be read where it was stored, without the lines that cannot', async () => {
    const name = `stored_${malformed.findIndex(([, one]) => one === bad)}`;
    await ensureBucket(running.nc, { name });
    evil.publish(`$KV.${name}.a`, '"bad"', { headers: bad });
    await evil.flush();
    const nc = await dial(running.server);
    const bucket = await openBucket(nc, name);
    await bucket.put('b', 'good');
    const expected = [
      ['a', 'bad'],
      ['b', 'good'],
    ];
    expect([...(await bucket.getAll(['a', 'b']))].map(([key, { value }]) => [key, value])).toEqual(expected);
    expect((await bucket.get('a'))?.value).toBe('bad');
    expect((await collect(bucket.history('>'))).map(({ key, value }) => [key, value])).toEqual(expected);
    const watched: unknown[] = [];
    for await (const { key, value } of bucket.watch()) {
      watched.push([key, value]);
      if (watched.length === 2) break;
    }
    expect(watched).toEqual(expected);
    await nc.close();
  });
});

describe('a callback that throws', () => {
  const failures: readonly (readonly [string, () => Promise<never>])[] = [
    [
      'at once',
      () => {
        throw new Error('boom');
      },
    ],
    ['later', () => Promise.reject(new Error('boom'))],
  ];
  it.each(failures)('%s is logged, and the next message arrives', async (_, fail) => {
    const nc = await dial(running.server);
    const logged: unknown[] = [];
    guardMessages(nc, { warn: () => undefined, error: (_text, fields) => void logged.push(fields) });
    const seen: string[] = [];
    nc.subscribe('throwing', {
      callback: (_error, message): Promise<never> | undefined => {
        seen.push(message.string());
        return message.string() === 'first' ? fail() : undefined;
      },
    });
    await nc.flush();
    evil.publish('throwing', 'first');
    evil.publish('throwing', 'second');
    await evil.flush();
    await nc.flush();
    expect(seen).toEqual(['first', 'second']);
    expect(logged).toEqual([{ subject: 'throwing', err: new Error('boom'), thrown: 1 }]);
    expect(guardMessages(nc).thrown).toBe(1);
    await nc.close();
  });
});
