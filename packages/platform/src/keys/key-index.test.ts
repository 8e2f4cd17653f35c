import type { ApiKey } from './api-key.js';
import { createKeyIndex } from './key-index.js';

const key = (id: string, more: Partial<ApiKey> = {}): ApiKey => ({
  id,
  name: id,
  kind: 'extension',
  prefix: 'orders',
  hash: '',
  nkey: `U${id}`,
  created: '2026-01-01T00:00:00.000Z',
  ...more,
});

function tableOf(...keys: readonly ApiKey[]) {
  const rows = new Map(keys.map((row) => [row.id, row]));
  let tell: (id: string, value: ApiKey | undefined) => void = () => undefined;
  return {
    entries: () => [...rows],
    onChange: (listener: typeof tell) => {
      tell = listener;
      return () => undefined;
    },
    write: (id: string, value: ApiKey | undefined) => tell(id, value),
  };
}

describe('createKeyIndex', () => {
  it('finds the live keys of a prefix and the live key of a user', () => {
    const revoked = key('B', { revoked: '2026-01-02T00:00:00.000Z' });
    const index = createKeyIndex(tableOf(key('A'), revoked, key('C', { prefix: 'stock' })));
    expect(index.liveOf('orders', 0).map(({ id }) => id)).toEqual(['A']);
    expect(index.liveOfUser('UC', 0)?.id).toBe('C');
    expect(index.liveOfUser('UB', 0)).toBeUndefined();
    expect(index.liveOf('nobody', 0)).toEqual([]);
  });

  it('judges expiry by the time it is asked for', () => {
    const index = createKeyIndex(tableOf(key('A', { expires: '2026-01-01T00:00:01.000Z' })));
    expect(index.liveOf('orders', Date.parse('2026-01-01T00:00:00.999Z'))).toHaveLength(1);
    expect(index.liveOf('orders', Date.parse('2026-01-01T00:00:01.000Z'))).toHaveLength(0);
  });

  it('gives the prefix of extensions alone', () => {
    const index = createKeyIndex(tableOf(key('A', { kind: 'client' })));
    expect(index.liveOf('orders', 0)).toEqual([]);
    expect(index.liveOfUser('UA', 0)?.id).toBe('A');
  });

  it('follows changes of a key, of its user, and its end', () => {
    const table = tableOf(key('A'));
    const index = createKeyIndex(table);
    table.write('A', key('A', { nkey: 'UNEW' }));
    expect(index.liveOfUser('UA', 0)).toBeUndefined();
    expect(index.liveOfUser('UNEW', 0)?.id).toBe('A');
    expect(index.liveOf('orders', 0)).toHaveLength(1);
    table.write('A', undefined);
    expect(index.liveOf('orders', 0)).toEqual([]);
    expect(index.liveOfUser('UNEW', 0)).toBeUndefined();
  });

  it('finds the keys of a person, and follows who they belong to', () => {
    const table = tableOf(key('A', { owner: 'ada' }), key('B'), key('C', { owner: 'ada' }));
    const index = createKeyIndex(table);
    expect(index.ofOwner('ada').map(({ id }) => id)).toEqual(['A', 'C']);
    table.write('A', key('A', { owner: 'grace' }));
    table.write('C', undefined);
    expect([index.ofOwner('ada'), index.ofOwner('grace').map(({ id }) => id)]).toEqual([[], ['A']]);
  });

  it('tells whose keys changed, the extension of a key that is gone included', () => {
    const table = tableOf(key('A'));
    const index = createKeyIndex(table);
    const told: string[] = [];
    index.onExtension((prefix) => told.push(prefix));
    table.write('B', key('B', { prefix: 'stock' }));
    table.write('C', key('C', { kind: 'client', prefix: undefined }));
    table.write('A', undefined);
    expect(told).toEqual(['stock', 'orders']);
  });

  it('finds the extensions whose keys lapsed meanwhile', () => {
    const expires = '2026-01-01T00:00:10.000Z';
    const at = Date.parse(expires);
    const index = createKeyIndex(tableOf(key('A', { expires }), key('B', { prefix: 'stock' })));
    expect(index.lapsed(at - 1, at)).toEqual(['orders']);
    expect(index.lapsed(at, at + 1)).toEqual([]);
  });

  it('tells which extensions have no key left, and when the last one ended', () => {
    const at = (second: number): string => new Date(second * 1_000).toISOString();
    const table = tableOf(
      key('A', { expires: at(10) }),
      key('B', { revoked: at(20) }),
      key('C', { prefix: 'stock', expires: at(5) }),
      key('D', { prefix: 'stock' }),
      key('E', { prefix: 'never-used', activateBefore: at(5) }),
    );
    const index = createKeyIndex(table);
    expect([...index.ended(30_000)]).toEqual([['orders', 20_000]]);
    expect([...index.ended(9_000)]).toEqual([]);
    expect([index.nextEnd(0), index.nextEnd(5_000), index.nextEnd(20_000)]).toEqual([5_000, 10_000, Infinity]);
  });

  it('finds the keys that were revoked until a time', () => {
    const revoked = '2026-01-01T00:00:10.000Z';
    const at = Date.parse(revoked);
    const index = createKeyIndex(tableOf(key('A', { revoked }), key('B')));
    expect(index.revokedUntil(at).map(({ id }) => id)).toEqual(['A']);
    expect(index.revokedUntil(at - 1)).toEqual([]);
  });

  it('keeps the keys that end by themselves apart', () => {
    const table = tableOf(key('A'), key('B', { activateBefore: '2026-01-01T00:00:10.000Z' }));
    const index = createKeyIndex(table);
    expect(index.temporary().map(({ id }) => id)).toEqual(['B']);
    table.write('B', key('B'));
    expect(index.temporary()).toEqual([]);
  });
});
