import { isSymphonyError } from '@symphony-ts/contract';
import { keyTable, readCreatedKey, readKeyList } from './key-replies.js';

const refusalOf = (read: () => unknown): string => {
  try {
    return `read as ${JSON.stringify(read())}`;
  } catch (error) {
    return isSymphonyError(error, 'INVALID_REPLY') ? error.params.reason : String(error);
  }
};

describe(readCreatedKey, () => {
  it('reads id and token, and nothing more', () => {
    expect(readCreatedKey({ id: 'K1', token: 'T1', name: 'mine' })).toEqual({ id: 'K1', token: 'T1' });
  });

  it.each([[undefined], [null], ['text'], [[]], [{}], [{ id: 'K1' }], [{ token: 'T1' }], [{ id: 1, token: 'T1' }]])(
    'refuses %j',
    (body: unknown) => {
      expect(refusalOf(() => readCreatedKey(body))).toBe('it has no id and token');
    },
  );
});

describe(readKeyList, () => {
  it('keeps unknown fields', () => {
    expect(readKeyList([{ id: 'K1', colour: 'red' }])).toEqual([{ id: 'K1', colour: 'red' }]);
    expect(readKeyList([])).toEqual([]);
  });

  it.each([
    [undefined, 'it is not a list'],
    [{ keys: [] }, 'it is not a list'],
    [[{ id: 'K1' }, {}], 'one of its keys has no id'],
    [[{ id: 7 }], 'one of its keys has no id'],
    [[null], 'one of its keys has no id'],
    [[['K1']], 'one of its keys has no id'],
  ])('refuses %j: %s', (body: unknown, reason) => {
    expect(refusalOf(() => readKeyList(body))).toBe(reason);
  });
});

describe(keyTable, () => {
  const now = Date.parse('2030-01-02T00:00:00Z');
  /** The columns of the row of a key. */
  const rowOf = (key: object): readonly string[] =>
    (keyTable([{ id: 'K1', ...key }], now).split('\n')[1] ?? '').split(/ {2,}/);

  it('has a header, and a dash for unknown values', () => {
    expect(keyTable([{ id: 'K1' }], now).split('\n')).toEqual([
      'ID  KIND  PREFIX  NAME  STATE  CREATED',
      'K1  -     -       -     valid  -',
    ]);
  });

  it.each([
    ['its own', { prefix: 'orders', registers: { prefixes: 'ord*' } }, 'orders'],
    ['those it may register', { registers: { prefixes: 'ord*' } }, 'ord*'],
    ['none where it is no text', { prefix: 7, registers: ['ord*'] }, '-'],
  ])('shows as prefix %s', (_what, key, prefix) => {
    expect(rowOf(key)[2]).toBe(prefix);
  });

  it.each([
    [{}, 'valid'],
    [{ expires: '2030-01-03T00:00:00Z' }, 'until 2030-01-03T00:00:00Z'],
    [{ expires: '2030-01-02T00:00:00Z' }, 'expired 2030-01-02T00:00:00Z'],
    [{ expires: null }, 'valid'],
    [{ revoked: '2030-01-01T00:00:00Z', expires: '2030-01-03T00:00:00Z' }, 'revoked 2030-01-01T00:00:00Z'],
  ])('says of %j: %s', (key, state) => {
    expect(rowOf(key)[4]).toBe(state);
  });
});
