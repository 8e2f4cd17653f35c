import type { InFlight } from './in-flight.js';
import { ReplyLanes } from './reply-lanes.js';

const request = (key: string, isAlone = false): InFlight => ({
  key,
  subject: key,
  data: new Uint8Array(0),
  deadline: 0,
  lane: undefined,
  isAlone,
  isLost: false,
  outcome: 'pending',
});

const keysOf = (entries: readonly InFlight[]): string[] => entries.map(({ key }) => key);

describe('ReplyLanes', () => {
  it('holds requests done when as many replies have come', () => {
    const lanes = new ReplyLanes('_INBOX.x');
    const lane = lanes.assign(request('a'));
    expect(lanes.assign(request('b'))).toBe(lane);
    expect(keysOf(lanes.answer(lane))).toEqual([]);
    expect(keysOf(lanes.answer(lane))).toEqual(['a', 'b']);
    expect(lanes.assign(request('c'))).toBe(lane);
    expect(keysOf(lanes.answer(lane))).toEqual(['c']);
  });

  it('uses few subjects again and again', () => {
    const lanes = new ReplyLanes('_INBOX.x');
    const subjects = new Set<string>();
    for (let i = 0; i < 1000; i++) {
      const lane = lanes.assign(request(String(i)));
      subjects.add(lane.subject);
      lanes.answer(lane);
    }
    expect(subjects.size).toBe(1);
    const full = Array.from({ length: 100 }, (_, i) => lanes.assign(request(String(i))));
    expect(new Set(full).size).toBe(3);
  });

  it('gives a lane of its own where that is asked for', () => {
    const lanes = new ReplyLanes('_INBOX.x');
    const [shared, alone] = [lanes.assign(request('a')), lanes.assign(request('b', true))];
    expect(alone.subject).not.toBe(shared.subject);
    expect(keysOf(lanes.answer(alone))).toEqual(['b']);
  });

  it('takes no late reply for the answer to something else', () => {
    const lanes = new ReplyLanes('_INBOX.x');
    const before = lanes.assign(request('a'));
    expect(keysOf(lanes.giveUp(before))).toEqual(['a']);
    const after = lanes.assign(request('b'));
    expect(after.number).toBe(before.number);
    expect(lanes.find(before.subject)).toBeUndefined();
    expect(lanes.find(after.subject)).toBe(after);
    lanes.reset();
    expect(lanes.find(after.subject)).toBeUndefined();
  });

  it('knows which lanes the server has come past', () => {
    const lanes = new ReplyLanes('_INBOX.x');
    const [first, second, third] = [true, true, true].map((isAlone, i) => lanes.assign(request(String(i), isAlone)));
    if (!first || !second || !third) throw new Error('three lanes were opened');
    lanes.answer(second);
    expect([first, third].map((lane) => lanes.isPassed(lane))).toEqual([true, false]);
  });
});
