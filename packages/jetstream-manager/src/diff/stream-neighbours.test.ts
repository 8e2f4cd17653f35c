import { findNeighbourConflict, type Neighbour } from './stream-neighbours.js';

type Streams = Readonly<Record<string, Neighbour>>;

const conflictOf = (name: string, streams: Streams, version = '2.15.1') =>
  findNeighbourConflict(name, new Map(Object.entries(streams)), version);

const from = (...names: string[]): Neighbour => ({ sources: names.map((name) => ({ name })) });

describe('findNeighbourConflict', () => {
  it.each<[string, Streams]>([
    ['subjects apart', { A: { subjects: ['a.*'] }, B: { subjects: ['a.b.c'] } }],
    ['two mirrors of one stream', { A: { mirror: { name: 'O' } }, B: { mirror: { name: 'O' } }, O: {} }],
    ['a chain of sources', { A: from('B'), B: from('C'), C: { subjects: ['c'] } }],
    ['an origin that does not exist yet', { A: from('B') }],
    ['one stream over two ways of equal length', { A: from('B', 'C'), B: from('D'), C: from('D'), D: {} }],
    ['an origin of the same name elsewhere', { A: { sources: [{ name: 'A', external: { api: '$JS.hub.API' } }] } }],
    [
      'a circle whose filters leave out what comes from the other',
      {
        A: { subjects: ['a.*'], sources: [{ name: 'B', filter_subject: 'b.*' }] },
        B: { subjects: ['b.*'], sources: [{ name: 'A', filter_subject: 'a.*' }] },
      },
    ],
  ])('accepts %s', (_, streams) => {
    expect(conflictOf('A', streams)).toBeUndefined();
  });

  it.each<[string, Streams, string]>([
    ['a subject twice', { A: { subjects: ['a'] }, B: { subjects: ['a'] } }, 'its subject a overlaps with a of B'],
    [
      'wildcards',
      { A: { subjects: ['x', 'a.*'] }, B: { subjects: ['a.>'] } },
      'its subject a.* overlaps with a.> of B',
    ],
    ['the name of a stream without subjects', { A: { subjects: ['*'] }, B: {} }, 'its subject * overlaps with B of B'],
    ['a stream that copies itself', { A: from('A') }, 'it copies messages in a cycle, or twice: A from A'],
    [
      'two streams that copy each other',
      { A: from('B'), B: from('A') },
      'it copies messages in a cycle, or twice: A from B from A',
    ],
    [
      'a cycle behind a mirror',
      { A: from('B'), B: { mirror: { name: 'C' } }, C: from('A') },
      'it copies messages in a cycle, or twice: A from B from C from A',
    ],
    [
      'a cycle further away',
      { A: from('B'), B: from('C'), C: from('B') },
      'it copies messages in a cycle, or twice: A from B from C from B',
    ],
    [
      'one stream directly and by another',
      { A: from('D', 'C'), C: from('D'), D: { subjects: ['d'] } },
      'it copies messages in a cycle, or twice: A from C from D',
    ],
    [
      'a circle whose filter matches its own subjects',
      { A: from('B'), B: { subjects: ['b.*'], sources: [{ name: 'A', filter_subject: 'b.>' }] } },
      'it copies messages in a cycle, or twice: A from B from A',
    ],
  ])('refuses %s', (_, streams, expected) => {
    expect(conflictOf('A', streams)).toBe(expected);
  });

  it('refuses each circle before 2.10, which does not look at filters', () => {
    const streams = {
      A: { subjects: ['a.*'], sources: [{ name: 'B', filter_subject: 'b.*' }] },
      B: { subjects: ['b.*'], sources: [{ name: 'A', filter_subject: 'a.*' }] },
    };
    expect(conflictOf('A', streams, '2.9.10')).toBe('it copies messages in a cycle, or twice: A from B from A');
  });
});
