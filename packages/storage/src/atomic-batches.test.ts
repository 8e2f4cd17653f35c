import type { Msg } from '@nats-io/nats-core';
import type { AckEvents, ChannelLink, Verdict } from './ack-channel.js';
import { AtomicBatches } from './atomic-batches.js';
import { BatchPace } from './batch-pace.js';
import { endLane, newRequest, type PendingWrite, type WriteState } from './pending-write.js';

const request = (key: string, state: WriteState = 'shared', bytes = 0): PendingWrite => ({
  ...newRequest(key, new Uint8Array(bytes), 0),
  state,
});

type Headers = Readonly<Record<string, string>>;

/** The time per message of a server that flushes each message. */
function slowServer(): BatchPace {
  const pace = new BatchPace();
  pace.note('fast', { entries: 1_000, msEach: 1_000 });
  return pace;
}

/** A batch writer for which the test plays the server. `reply` answers on the subject that ended a batch. */
function open(window = 4096, pace = slowServer()) {
  const subscriptions = new Map<string, (message: Msg) => void>();
  const sent: { reply: string | undefined; headers: Headers | undefined; key?: string }[] = [];
  const done: string[] = [];
  const broken: string[] = [];
  const keysOf = (entries: readonly PendingWrite[]): string[] => entries.map(({ key }) => key);
  let count = 0;
  let verdict: Verdict = 'done';
  const link: ChannelLink = {
    createInbox: () => `_INBOX.${++count}`,
    subscribe: (subject, callback) => {
      subscriptions.set(subject, callback);
      return { unsubscribe: () => subscriptions.delete(subject) };
    },
    request: ({ key }, reply, headers) => void sent.push({ key, reply, headers }),
    signal: (_subject, reply, headers) => void sent.push({ reply, headers }),
    subjectOf: ({ key }) => key,
  };
  const events: AckEvents = {
    judgeReply: () => verdict,
    onDone: (entries) => void done.push(...keysOf(entries)),
    onRefused: () => undefined,
    onBroken: (lane) => void broken.push(...keysOf(endLane(lane))),
  };
  const batches = new AtomicBatches(link, events, { window, pace });
  const reply = (inbox: string, told: Verdict): void => {
    verdict = told;
    // Only the verdict of a message is read.
    subscriptions.get(inbox)?.({} as Msg);
  };
  const send = (...keys: string[]): boolean[] => keys.map((key) => batches.send(request(key), 100));
  return { batches, subscriptions, sent, done, broken, reply, send, pace };
}

const numbers = (length: number): string[] => Array.from({ length }, (_, i) => `k${i}`);
const refusal = new Error('refused');

describe('AtomicBatches', () => {
  it('numbers the messages of a batch, and commits them with a message that is not stored', () => {
    const { batches, sent, send, reply, done } = open();
    expect(send('a', 'b')).toEqual([true, true]);
    batches.flush();
    const id = sent[0]?.headers?.['Nats-Batch-Id'] ?? 'none';
    expect(sent).toEqual([
      { key: 'a', reply: undefined, headers: { 'Nats-Batch-Id': id, 'Nats-Batch-Sequence': '1' } },
      { key: 'b', reply: undefined, headers: { 'Nats-Batch-Id': id, 'Nats-Batch-Sequence': '2' } },
      {
        reply: '_INBOX.1',
        headers: { 'Nats-Batch-Id': id, 'Nats-Batch-Sequence': '3', 'Nats-Batch-Commit': 'eob' },
      },
    ]);
    expect(done).toEqual([]);
    reply('_INBOX.1', 'done');
    expect(done).toEqual(['a', 'b']);
  });

  it('ends a batch of 1,000 with its last message, and opens another meanwhile', () => {
    const { sent, send, reply, done } = open();
    send(...numbers(1_001));
    expect(sent[998]?.reply).toBeUndefined();
    expect(sent[999]).toMatchObject({ reply: '_INBOX.1', headers: { 'Nats-Batch-Commit': '1' } });
    expect(sent[1000]?.headers?.['Nats-Batch-Id']).not.toBe(sent[999]?.headers?.['Nats-Batch-Id']);
    reply('_INBOX.1', 'done');
    expect(done).toEqual(numbers(1_000));
  });

  it('keeps batches short for a small window, and for large values', () => {
    const small = open(100);
    small.send(...numbers(25));
    expect(small.sent[24]?.reply).toBe('_INBOX.1');
    const large = open();
    for (let i = 0; i < 3; i++) large.batches.send(request(`k${i}`, 'shared', 400_000), 100);
    expect(large.sent.map(({ reply }) => reply)).toEqual([undefined, undefined, '_INBOX.1']);
  });

  it('refuses few requests, requests that need their own answer, and all if other batches are faster', () => {
    const { batches, pace, send } = open();
    expect(batches.send(request('a'), 15)).toBe(false);
    expect(batches.send(request('a', 'alone'), 100)).toBe(false);
    pace.note('fast', { entries: 1_000, msEach: 0.01 });
    expect(send('a')).toEqual([false]);
  });

  it.each<[string, Verdict]>([
    ['refused', refusal],
    ['not heard of', 'silence'],
  ])('leaves all of a batch to be sent again when it is %s', (_what, verdict) => {
    const { batches, send, reply, broken, done, subscriptions } = open();
    send('a', 'b');
    batches.flush();
    reply('_INBOX.1', verdict);
    expect([done, broken]).toEqual([[], ['a', 'b']]);
    expect(subscriptions.size).toBe(0);
    expect(send('c')).toEqual([true]);
  });

  it('opens none after two refusals in a row', () => {
    const { batches, send, reply } = open();
    for (const [inbox, verdict] of [
      ['1', refusal],
      ['2', 'done'],
      ['3', refusal],
      ['4', refusal],
    ] as const) {
      expect(send('a')).toEqual([true]);
      batches.flush();
      reply(`_INBOX.${inbox}`, verdict);
    }
    expect(send('a')).toEqual([false]);
  });

  it('ends a batch when no more requests arrive', () => {
    const { batches, send, sent } = open();
    send('a');
    batches.sweep();
    send('b');
    batches.sweep();
    expect(sent).toHaveLength(2);
    batches.sweep();
    expect(sent).toHaveLength(3);
    batches.sweep();
    expect(sent).toHaveLength(3);
  });

  it("measures the server's pace over everything until it is idle", () => {
    const { send, reply, pace, batches } = open();
    const noted = jest.spyOn(pace, 'note');
    send(...numbers(2_000));
    reply('_INBOX.1', 'done');
    expect(noted).not.toHaveBeenCalled();
    reply('_INBOX.2', 'done');
    expect(noted).toHaveBeenCalledWith('atomic', { entries: 2_000, msEach: expect.any(Number) });
    expect(batches.limit).toBe(4096);
  });

  it('forgets all on a reset, and is open to another batch', () => {
    const { batches, send, subscriptions, reply, done } = open();
    send(...numbers(1_001));
    batches.reset();
    expect(subscriptions.size).toBe(0);
    reply('_INBOX.1', 'done');
    expect(done).toEqual([]);
    expect(send('a')).toEqual([true]);
  });
});
