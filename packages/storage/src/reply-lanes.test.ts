import type { Msg } from '@nats-io/nats-core';
import type { Verdict } from './ack-channel.js';
import { endLane, type Lane, newRequest, type PendingWrite, type WriteState } from './pending-write.js';
import { ReplyLanes } from './reply-lanes.js';

const request = (key: string, state: WriteState = 'shared'): PendingWrite => ({
  ...newRequest(key, new Uint8Array(0), 0),
  state,
});

/** Lanes over recorded subscriptions. `reply` plays the server, and returns the keys that it settles. */
function openLanes(window = 2048) {
  const subscriptions = new Map<string, (message: Msg) => void>();
  let told: string[] = [];
  let sentTo = '';
  const tell = (what: string, entries: readonly PendingWrite[]): void => {
    told.push(...entries.map(({ key }) => `${what} ${key}`));
  };
  const lanes = new ReplyLanes(
    {
      createInbox: () => '_INBOX.x',
      subscribe: (subject, callback) => {
        subscriptions.set(subject, callback);
        return { unsubscribe: () => subscriptions.delete(subject) };
      },
      request: (_entry, reply) => {
        sentTo = reply ?? '';
      },
      signal: () => undefined,
      subjectOf: ({ key }) => key,
    },
    {
      // In this test, a message is its own verdict.
      judgeReply: (message) => (message as unknown as { verdict: Verdict }).verdict,
      onDone: (entries) => tell('done', entries),
      onRefused: (entry) => tell('refused', [entry]),
      onBroken: (lane) => tell('broken', endLane(lane)),
    },
    window,
  );
  const send = (key: string, state?: WriteState): { readonly subject: string; readonly lane: Lane } => {
    const entry = request(key, state);
    lanes.send(entry);
    if (!entry.lane) throw new Error('each request is on a lane');
    return { subject: sentTo, lane: entry.lane };
  };
  const reply = (subject: string, verdict: Verdict = 'done'): string[] => {
    told = [];
    const wildcard = subject.replace(/[^.]+$/, '*');
    // Only the subject and the verdict are read.
    (subscriptions.get(subject) ?? subscriptions.get(wildcard))?.({ subject, verdict } as unknown as Msg);
    return told;
  };
  return { lanes, send, reply, subscriptions };
}

describe('ReplyLanes', () => {
  it('reports its requests as done when each of them has a reply', () => {
    const { send, reply } = openLanes();
    const { subject } = send('a');
    expect(send('b').subject).toBe(subject);
    expect(reply(subject)).toEqual([]);
    expect(reply(subject)).toEqual(['done a', 'done b']);
    expect(send('c').subject).toBe(subject);
    expect(reply(subject)).toEqual(['done c']);
  });

  it('uses few subjects again and again', () => {
    const { send, reply, subscriptions } = openLanes();
    for (let i = 0; i < 1000; i++) reply(send(String(i)).subject);
    expect(subscriptions.size).toBe(1);
    const full = Array.from({ length: 100 }, (_, i) => send(String(i)).subject);
    expect(new Set(full).size).toBe(3);
    expect(subscriptions.size).toBe(3);
  });

  it('has larger lanes for a large window, not many more', () => {
    const { send, subscriptions } = openLanes(100_000);
    for (let i = 0; i < 100_000; i++) send(String(i));
    expect(subscriptions.size).toBeLessThanOrEqual(64);
  });

  it('assigns each reply to its lane', () => {
    const { send, reply } = openLanes();
    const [shared, alone] = [send('a'), send('b', 'alone')];
    expect(alone.subject).not.toBe(shared.subject);
    expect(reply(alone.subject)).toEqual(['done b']);
    expect(reply(alone.subject)).toEqual([]);
    expect(reply(shared.subject)).toEqual(['done a']);
  });

  it('reports all requests of a lane as broken after a refusal, and a single one as refused', () => {
    const { send, reply } = openLanes();
    const [shared, alone] = [send('a'), send('c', 'alone')];
    send('b');
    expect(reply(shared.subject, new Error('refused'))).toEqual(['broken a', 'broken b']);
    expect(reply(alone.subject, new Error('refused'))).toEqual(['refused c']);
    expect(reply(send('d', 'alone').subject, 'silence')).toEqual(['broken d']);
  });

  it('does not take a late reply as the answer to another request', () => {
    const { lanes, send, reply, subscriptions } = openLanes();
    const before = send('a');
    expect(endLane(before.lane).map(({ key }) => key)).toEqual(['a']);
    const [after, alone] = [send('b'), send('c', 'alone')];
    expect(reply(before.subject)).toEqual([]);
    expect([reply(after.subject), reply(alone.subject)]).toEqual([['done b'], ['done c']]);
    const [late, single] = [send('d'), send('e', 'alone')];
    lanes.reset();
    expect([reply(late.subject), reply(single.subject)]).toEqual([[], []]);
    lanes.close();
    expect(subscriptions.size).toBe(0);
  });

  it('knows which earlier lanes the server has passed', () => {
    const { send, reply } = openLanes();
    const fill = () => Array.from({ length: 64 }, (_, i) => send(`k${i}`))[0];
    const [first, second, third] = [fill(), fill(), fill()];
    if (second) reply(second.subject);
    expect([first, third].map((sent) => sent?.lane.isPassed())).toEqual([true, false]);
  });
});
