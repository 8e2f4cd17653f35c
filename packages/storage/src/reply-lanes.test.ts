import type { Msg } from '@nats-io/nats-core';
import { endLane, newRequest, type InFlight, type Lane } from './in-flight.js';
import { ReplyLanes } from './reply-lanes.js';

const request = (key: string, isAlone = false): InFlight => ({ ...newRequest(key, new Uint8Array(0), 0), isAlone });

const keysOf = (entries: readonly InFlight[]): string[] => entries.map(({ key }) => key);

/** Lanes over subscriptions that only remember: `reply` says whose a reply on a subject would be. */
function openLanes(window = 2048) {
  const subscriptions = new Map<string, (message: Msg) => void>();
  let receiver: Lane | undefined;
  const lanes = new ReplyLanes({
    inbox: '_INBOX.x',
    window,
    subscribe: (subject, callback) => {
      subscriptions.set(subject, callback);
      return { unsubscribe: () => subscriptions.delete(subject) };
    },
    onReply: (lane) => {
      receiver = lane;
    },
  });
  const reply = (subject: string): Lane | undefined => {
    receiver = undefined;
    const wildcard = subject.replace(/[^.]+$/, '*');
    (subscriptions.get(subject) ?? subscriptions.get(wildcard))?.({ subject } as Msg);
    return receiver;
  };
  return { lanes, reply, subscriptions };
}

describe('ReplyLanes', () => {
  it('holds requests done when as many replies have come', () => {
    const { lanes } = openLanes();
    const lane = lanes.assign(request('a'));
    expect(lanes.assign(request('b'))).toBe(lane);
    expect(keysOf(lanes.answer(lane))).toEqual([]);
    expect(keysOf(lanes.answer(lane))).toEqual(['a', 'b']);
    expect(lanes.assign(request('c'))).toBe(lane);
    expect(keysOf(lanes.answer(lane))).toEqual(['c']);
  });

  it('uses few subjects again and again', () => {
    const { lanes, subscriptions } = openLanes();
    for (let i = 0; i < 1000; i++) lanes.answer(lanes.assign(request(String(i))));
    expect(subscriptions.size).toBe(1);
    const full = Array.from({ length: 100 }, (_, i) => lanes.assign(request(String(i))));
    expect(new Set(full).size).toBe(3);
    expect(subscriptions.size).toBe(3);
  });

  it('has larger lanes for a large window, not many more', () => {
    const { lanes, subscriptions } = openLanes(100_000);
    for (let i = 0; i < 100_000; i++) lanes.assign(request(String(i)));
    expect(subscriptions.size).toBeLessThanOrEqual(64);
  });

  it('knows whose a reply is', () => {
    const { lanes, reply } = openLanes();
    const [shared, alone] = [lanes.assign(request('a')), lanes.assign(request('b', true))];
    expect(alone.subject).not.toBe(shared.subject);
    expect([reply(shared.subject), reply(alone.subject)]).toEqual([shared, alone]);
    expect(keysOf(lanes.answer(alone))).toEqual(['b']);
    expect(reply(alone.subject)).toBeUndefined();
  });

  it('takes no late reply for the answer to something else', () => {
    const { lanes, reply, subscriptions } = openLanes();
    const before = lanes.assign(request('a'));
    expect(keysOf(endLane(before))).toEqual(['a']);
    const after = [lanes.assign(request('b')), lanes.assign(request('c', true))];
    expect(reply(before.subject)).toBeUndefined();
    expect(after.map(({ subject }) => reply(subject))).toEqual(after);
    lanes.reset();
    expect(after.map(({ subject }) => reply(subject))).toEqual([undefined, undefined]);
    lanes.close();
    expect(subscriptions.size).toBe(0);
  });

  it('knows which lanes the server has come past', () => {
    const { lanes } = openLanes();
    const fill = () => Array.from({ length: 64 }, (_, i) => lanes.assign(request(`k${i}`)))[0];
    const [first, second, third] = [fill(), fill(), fill()];
    if (second) lanes.answer(second);
    expect([first, third].map((lane) => lane?.isPassed())).toEqual([true, false]);
  });
});
