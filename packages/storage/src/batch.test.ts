import { assertKeys, BatchTally, iterateEntries } from './batch.js';

const stream = async function* () {
  yield ['a', 1] as const;
};

describe(iterateEntries, () => {
  it.each([
    ['a list', [['a', 1] as const]],
    ['a map', new Map([['a', 1]])],
    ['a record', { a: 1 }],
    ['a stream', stream()],
  ])('takes %s', async (_what, entries) => {
    const found = [];
    for await (const entry of iterateEntries(entries)) found.push(entry);
    expect(found).toEqual([['a', 1]]);
  });
});

describe(assertKeys, () => {
  it.each([
    ['a list', []],
    ['a set', new Set(['a'])],
    ['a stream', stream()],
  ])('takes %s', (_what, keys: unknown) => {
    expect(() => assertKeys(keys)).not.toThrow();
  });

  it.each([
    ['orders.*', 'string'],
    [undefined, 'undefined'],
    [null, 'null'],
    [{ a: 1 }, 'object'],
    [7, 'number'],
  ])('refuses %j', (keys: unknown, given) => {
    const reason = `must be a list or a stream of keys, such as bucket.keys(filter), not ${given}`;
    expect(() => assertKeys(keys)).toThrow(
      expect.objectContaining({ code: 'INVALID_CONFIGURATION', params: { setting: 'keys', reason } }),
    );
  });
});

describe(BatchTally, () => {
  it('counts what failed, and keeps the last error of each key', () => {
    const tally = new BatchTally();
    tally.total = 3;
    tally.succeeded = 1;
    tally.fail('a', new Error('first'));
    tally.fail('a', new Error('last'));
    expect(tally.progress).toEqual({ total: 3, succeeded: 1, failed: 2 });
    expect(tally.result).toEqual({ ...tally.progress, errors: new Map([['a', new Error('last')]]) });
  });
});
