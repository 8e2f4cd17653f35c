import type { Neighbour } from '../diff/stream-neighbours.js';
import { orderSteps } from './order-steps.js';

type Streams = Readonly<Record<string, Neighbour>>;

const on = (...subjects: string[]): Neighbour => ({ subjects });

/** The names of the streams, in the order of their changes. `undefined` deletes a stream. */
const orderOf = (existing: Streams, changes: Readonly<Record<string, Neighbour | undefined>>) =>
  orderSteps(
    { streams: new Map(Object.entries(existing)), serverVersion: '2.15.1' },
    Object.entries(changes).map(([stream, after]) => ({ stream, after, isChange: true, steps: [stream] })),
  );

describe('orderSteps', () => {
  it.each<[string, Streams, Readonly<Record<string, Neighbour | undefined>>, readonly string[]]>([
    ['keeps the order', {}, { B: on('b'), A: on('a') }, ['B', 'A']],
    ['frees a subject first', { A: on('a', 'b') }, { B: on('b'), C: on('c'), A: on('a') }, ['C', 'A', 'B']],
    ['deletes first what is in the way', { OLD: on('a.>') }, { NEW: on('a.b'), OLD: undefined }, ['OLD', 'NEW']],
    [
      'moves subjects along a chain',
      { A: on('1'), B: on('2'), C: on('3') },
      { A: on('2'), B: on('3'), C: on('4') },
      ['C', 'B', 'A'],
    ],
  ])('%s', (_, existing, changes, expected) => {
    expect(orderOf(existing, changes)).toEqual(expected);
  });

  it('takes a step as it is if it changes nothing that others notice', () => {
    const account = { streams: new Map([['A', on('a')]]), serverVersion: '2.15.1' };
    const change = { stream: 'B', after: on('a'), isChange: false, steps: ['B', 'B > C'] };
    expect(orderSteps(account, [change])).toEqual(['B', 'B > C']);
  });

  it.each<[string, Streams, Readonly<Record<string, Neighbour | undefined>>, string]>([
    [
      'overlapping subjects',
      {},
      { A: on('a.*'), B: on('a.b') },
      'the stream B is not possible: its subject a.b overlaps with a.* of A',
    ],
    [
      'a subject of a stream that stays',
      { OLD: on('a') },
      { NEW: on('a') },
      'the stream NEW is not possible: its subject a overlaps with a of OLD',
    ],
    [
      'a cycle',
      {},
      { A: { sources: [{ name: 'B' }] }, B: { mirror: { name: 'A' } } },
      'the stream B is not possible: it copies messages in a cycle, or twice: B from A from B',
    ],
    [
      'an exchange',
      { A: on('a'), B: on('b') },
      { A: on('b'), B: on('a') },
      'the stream A is not possible yet: its subject b overlaps with b of B, so make the change in two steps',
    ],
  ])('refuses %s', (_, existing, changes, problem) => {
    expect(() => orderOf(existing, changes)).toThrow(
      expect.objectContaining({ code: 'INVALID_CONFIGURATION', message: expect.stringContaining(problem) }),
    );
  });
});
