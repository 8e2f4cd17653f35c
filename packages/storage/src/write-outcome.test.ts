import {
  EXPECTED_HEADER,
  judgeChain,
  judgeChainRevisions,
  judgeLast,
  judgeRevisions,
  type Outcome,
  type Revision,
  WRITE_ID_HEADER,
} from './write-outcome.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

interface Marks {
  readonly id?: string;
  readonly expected?: number;
}

function headersOf({ id, expected }: Marks) {
  const headers = new Map([
    [WRITE_ID_HEADER, id],
    [EXPECTED_HEADER, expected?.toString()],
  ]);
  return { get: (name: string) => headers.get(name) ?? '' };
}

const put = (revision: number, value: string, marks?: Marks): Revision => ({
  revision,
  operation: 'put',
  data: bytes(value),
  headers: marks && headersOf(marks),
});
const removal = (operation: 'delete' | 'purge', revision: number): Revision => ({
  revision,
  operation,
  data: bytes(''),
});

const ours = { operation: 'put', data: bytes('ours') } as const;
const stored = (revision: number): Outcome => ({ kind: 'stored', revision });
const absent = (last: number): Outcome => ({ kind: 'absent', last });
const unknown: Outcome = { kind: 'unknown' };

describe('judgeLast', () => {
  it.each<[string, number | undefined, Revision | undefined, Outcome | undefined]>([
    ['nothing', 10, undefined, absent(0)],
    ['what was there before', 10, put(10, 'old'), absent(10)],
    ['the same value from before', 10, put(10, 'ours'), absent(10)],
    ['our value, newer', 10, put(11, 'ours'), stored(11)],
    ['a newer value of somebody else', 10, put(12, 'theirs'), undefined],
    ['a newer removal of somebody else', 10, removal('delete', 12), undefined],
    ['a newer value that was written upon what was known', 10, put(12, 'theirs', { expected: 9 }), absent(12)],
    ['a newer value that was written upon a newer one', 10, put(12, 'theirs', { expected: 11 }), undefined],
    ['a newer value with headers of its own', 10, put(12, 'theirs', {}), undefined],
    ['our value, where nothing was known', undefined, put(11, 'ours'), absent(11)],
    ['another value, where nothing was known', undefined, put(11, 'theirs'), undefined],
    ['nothing, where nothing was known', undefined, undefined, absent(0)],
    ['our value in a bucket that was empty', 0, put(1, 'ours'), stored(1)],
  ])('finds %s', (_what, after, last, outcome) => {
    expect(judgeLast({ ...ours, after }, last)).toEqual(outcome);
  });

  it.each<[string, Revision, Outcome | undefined]>([
    ['itself', put(12, 'ours', { id: 'w1' }), stored(12)],
    ['the same value of somebody else', put(12, 'ours', { id: 'w2' }), undefined],
    ['the same value of somebody else upon what was known', put(12, 'ours', { id: 'w2', expected: 10 }), absent(12)],
  ])('tells a write with an id from others: %s', (_what, last, outcome) => {
    expect(judgeLast({ ...ours, id: 'w1', after: 10 }, last)).toEqual(outcome);
  });

  it.each(['delete', 'purge'] as const)('knows a %s again', (operation) => {
    const write = { operation, data: bytes(''), after: 10 };
    expect(judgeLast(write, removal(operation, 11))).toEqual(stored(11));
    expect(judgeLast(write, put(11, 'theirs'))).toBeUndefined();
  });
});

describe('judgeRevisions', () => {
  it.each<[string, number | undefined, readonly Revision[], number, Outcome]>([
    ['ours under theirs', 10, [put(11, 'ours'), put(12, 'theirs')], 2, stored(11)],
    ['theirs alone, and room for more', 10, [put(12, 'theirs')], 2, absent(12)],
    ['as many as are kept', 10, [put(12, 'theirs'), put(13, 'theirs')], 2, unknown],
    ['a purge, which takes away what was before it', 10, [removal('purge', 12)], 5, unknown],
    ['a removal, which leaves it', 10, [removal('delete', 12)], 5, absent(12)],
    ['our value, which may be old', undefined, [put(3, 'ours'), put(12, 'theirs')], 5, unknown],
    ['theirs alone, where nothing was known', undefined, [put(12, 'theirs')], 5, absent(12)],
    ['nothing any more', 10, [], 5, absent(0)],
  ])('finds %s', (_what, after, revisions, kept, outcome) => {
    expect(judgeRevisions({ ...ours, after }, revisions, kept)).toEqual(outcome);
  });
});

describe('judgeChain', () => {
  const chain = (after: number | undefined, ...values: string[]) => ({
    operation: 'put' as const,
    values: values.map(bytes),
    after,
  });

  it.each<[string, ReturnType<typeof chain>, Revision | undefined, unknown]>([
    ['nothing', chain(10, 'a', 'b'), undefined, { count: 0, last: 0 }],
    ['what was there before', chain(10, 'a', 'b'), put(9, 'b'), { count: 0, last: 9 }],
    ['the first of two', chain(10, 'a', 'b'), put(11, 'a'), { count: 1, last: 11 }],
    ['the second, which comes after the first', chain(10, 'a', 'b'), put(12, 'b'), { count: 2, last: 12 }],
    ['theirs', chain(10, 'a', 'b'), put(12, 'theirs'), undefined],
    ['theirs, upon what was known', chain(10, 'a'), put(12, 'theirs', { expected: 10 }), { count: 0, last: 12 }],
    ['ours, where nothing was known', chain(undefined, 'a'), put(12, 'a'), { count: 0, last: 12 }],
    ['theirs, where nothing was known', chain(undefined, 'a'), put(12, 'theirs', { expected: 10 }), undefined],
  ])('finds %s', (_what, writes, last, part) => {
    expect(judgeChain(writes, last)).toEqual(part);
  });

  it.each<[string, ReturnType<typeof chain>, readonly Revision[], number, unknown]>([
    ['ours under theirs', chain(10, 'a', 'b'), [put(11, 'a'), put(12, 'theirs')], 2, { count: 1, last: 12 }],
    ['all of ours under theirs', chain(10, 'a', 'b'), [put(12, 'b'), put(13, 'theirs')], 2, { count: 2, last: 13 }],
    ['theirs, and room for more', chain(10, 'a'), [put(12, 'theirs')], 2, { count: 0, last: 12 }],
    ['as many as are kept', chain(10, 'a'), [put(12, 'theirs'), put(13, 'theirs')], 2, undefined],
    ['a purge', chain(10, 'a'), [removal('purge', 12)], 5, undefined],
    ['ours, where nothing was known', chain(undefined, 'a'), [put(1, 'a'), put(2, 'theirs')], 5, undefined],
  ])('finds among revisions %s', (_what, writes, revisions, kept, part) => {
    expect(judgeChainRevisions(writes, revisions, kept)).toEqual(part);
  });
});
