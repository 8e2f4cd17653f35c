import type { Msg } from '@nats-io/nats-core';
import type { AckEvents, ChannelLink } from './ack-channel.js';
import { FastIngest } from './fast-ingest.js';
import { endLane, newRequest, type PendingWrite, type WriteState } from './pending-write.js';

const SUBJECT = '$KV.b.k';

const request = (key: string, state: WriteState = 'shared'): PendingWrite => ({
  ...newRequest(key, new Uint8Array(0), 0),
  state,
});

/** A batch writer for which the test plays the server. `reply` passes it an answer. */
function open(window = 4096) {
  const subscriptions = new Map<string, (message: Msg) => void>();
  const published: string[] = [];
  const done: string[] = [];
  const broken: string[] = [];
  const keysOf = (entries: readonly PendingWrite[]): string[] => entries.map(({ key }) => key);
  let count = 0;
  let sent: string | undefined;
  const link: ChannelLink = {
    createInbox: () => `_INBOX.${++count}`,
    subscribe: (subject, callback) => {
      subscriptions.set(subject, callback);
      return { unsubscribe: () => subscriptions.delete(subject) };
    },
    request: (_entry, reply) => void (sent = reply),
    signal: (subject, reply) => void published.push(`${subject} ${reply}`),
    subjectOf: () => SUBJECT,
  };
  const events: AckEvents = {
    judgeReply: () => 'silence',
    onDone: (entries) => void done.push(...keysOf(entries)),
    onRefused: () => undefined,
    onBroken: (lane) => void broken.push(...keysOf(endLane(lane))),
  };
  const fast = new FastIngest(link, events, { window });
  const reply = (body: unknown): void => {
    const message = { json: () => (typeof body === 'string' ? JSON.parse(body) : body) };
    for (const callback of subscriptions.values()) callback(message as Msg);
  };
  /** The reply subject of a request; `undefined` if another channel gets the request. */
  const sendOne = (entry: PendingWrite, underWay = 1000): string | undefined => {
    sent = undefined;
    expect(fast.send(entry, underWay)).toBe(sent !== undefined);
    return sent;
  };
  const send = (...keys: string[]) => keys.map((key) => sendOne(request(key)));
  return { fast, subscriptions, published, done, broken, reply, send, sendOne };
}

const ack = (seq: number, msgs = 500) => ({ type: 'ack', seq, msgs });
const end = (count: number) => ({ stream: 'KV_b', seq: 900 + count, batch: '1', count });

describe('FastIngest', () => {
  it('waits for the server to open a batch, then numbers what goes into it', () => {
    const { fast, reply, send, subscriptions } = open();
    expect(fast.limit).toBe(4096);
    expect(send('a', 'b')).toEqual(['_INBOX.1.500.fail.1.0.$FI', undefined]);
    expect([...subscriptions.keys()]).toEqual(['_INBOX.1.>']);
    expect(fast.limit).toBe(0);
    reply(ack(0));
    expect(fast.limit).toBe(4000);
    expect(send('c', 'd')).toEqual(['_INBOX.1.500.fail.2.1.$FI', '_INBOX.1.500.fail.3.1.$FI']);
  });

  it('refuses few requests, and requests that need their own answer', () => {
    const { sendOne } = open();
    expect(sendOne(request('a'), 255)).toBeUndefined();
    expect(sendOne(request('a', 'alone'))).toBeUndefined();
    expect(sendOne(request('a'), 256)).toBeDefined();
  });

  it('reports acknowledged requests once, even if an acknowledgement is lost', () => {
    const { reply, send, done } = open();
    send('a');
    reply(ack(0));
    send('b', 'c', 'd', 'e');
    reply(ack(2));
    reply(ack(4));
    reply(ack(3));
    expect(done).toEqual(['a', 'b', 'c', 'd']);
  });

  it('follows the number of messages that the server asks for', () => {
    const { fast, reply, send } = open();
    send('a');
    reply(ack(0, 1));
    expect(fast.limit).toBe(8);
    reply(ack(1, 250));
    expect(fast.limit).toBe(2000);
    reply(ack(2, 500));
    expect(fast.limit).toBe(4000);
  });

  it('asks for acknowledgements often enough for a small window', () => {
    expect(open(256).send('a')).toEqual(['_INBOX.1.32.fail.1.0.$FI']);
  });

  it('ends a batch once it is open, and begins another', () => {
    const { fast, reply, send, published, done } = open();
    send('a');
    fast.flush();
    expect(published).toEqual([]);
    reply(ack(0));
    expect(published).toEqual([`${SUBJECT} _INBOX.1.500.fail.2.3.$FI`]);
    expect(send('b')).toEqual([undefined]);
    expect(fast.limit).toBe(4096);
    reply(end(1));
    expect(done).toEqual(['a']);
    expect(send('c')).toEqual(['_INBOX.2.500.fail.1.0.$FI']);
  });

  it('ends a batch that has come to a halt, and asks until it is answered', () => {
    const { fast, reply, send, published } = open();
    send('a');
    reply(ack(0));
    fast.sweep();
    send('b');
    fast.sweep();
    expect(published).toEqual([]);
    fast.sweep();
    fast.sweep();
    expect(published).toEqual(Array.from({ length: 2 }, () => `${SUBJECT} _INBOX.1.500.fail.3.3.$FI`));
    reply(end(2));
    fast.sweep();
    expect(published).toHaveLength(2);
  });

  it('waits longer where the server is far away', () => {
    const { fast, reply, send, published } = open();
    send('a');
    for (let sweeps = 0; sweeps < 3; sweeps++) fast.sweep();
    reply(ack(0));
    send('b');
    for (let sweeps = 0; sweeps < 4; sweeps++) fast.sweep();
    expect(published).toEqual([]);
    fast.sweep();
    expect(published).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ['a gap', { type: 'gap', last_seq: 2, seq: 3 }],
    ['an error of one message', { type: 'err', seq: 2, error: { code: 400, err_code: 10054 } }],
    ['a refusal', { error: { code: 400, err_code: 10208 }, stream: 'KV_b', seq: 0 }],
    ['an end that is too early', end(1)],
    ['an end that is an error', { ...end(3), error: { code: 400 } }],
    ['the acknowledgement of a server that knows no batches', { stream: 'KV_b', seq: 1 }],
    ['nobody', ''],
  ])('gives up a batch for %s, and begins no other', (_what, body) => {
    const { reply, send, broken, done, subscriptions } = open();
    send('a');
    reply(ack(0));
    send('b', 'c');
    reply(ack(1));
    reply(body);
    expect([done, broken]).toEqual([['a'], ['b', 'c']]);
    expect(subscriptions.size).toBe(0);
    expect(send('d')).toEqual([undefined]);
  });

  it('gives up a batch that is not opened', () => {
    const { fast, reply, send, broken } = open();
    send('a');
    reply({ error: { code: 400, err_code: 10205 }, stream: 'KV_b', seq: 0 });
    expect(broken).toEqual(['a']);
    expect(fast.limit).toBe(4096);
    expect(send('b')).toEqual([undefined]);
  });

  it('is open to another batch after a reset', () => {
    const { fast, send, subscriptions } = open();
    send('a');
    fast.reset();
    expect(subscriptions.size).toBe(0);
    expect(send('b')).toEqual(['_INBOX.2.500.fail.1.0.$FI']);
  });

  it('tells the server when it closes', () => {
    const { fast, reply, send, published, subscriptions } = open();
    send('a');
    reply(ack(0));
    fast.close();
    expect(published).toEqual([`${SUBJECT} _INBOX.1.500.fail.2.3.$FI`]);
    expect(subscriptions.size).toBe(0);
  });
});
