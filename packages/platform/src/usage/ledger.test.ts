import { describe, expect, it } from '@jest/globals';
import { license, NOW } from '../../test/support/license.js';
import { addRecord, countedUnits, emptyLedger } from './ledger.js';
import { UsageRecord } from './usage-record.js';

const tenUnits = license('a', { units: 10, rates: { orders: { rows: 1 } } });
const record = (id: string, units: number, part: Partial<UsageRecord> = {}) =>
  UsageRecord.parse({
    id,
    timestamp: new Date(NOW).toISOString(),
    prefix: 'orders',
    dimensions: { rows: units },
    units,
    charges: [{ license: 'a', units }],
    ...part,
  });
const add = (ledger: typeof emptyLedger, record: UsageRecord, stored: readonly string[] = []) =>
  addRecord(ledger, record, [tenUnits], ({ id }) => stored.includes(id));

describe('addRecord', () => {
  it('adds units up, and knows the report when it comes again, from the same extension', () => {
    const ledger = add(add(emptyLedger, record('1', 4)), record('2', 5));
    expect(ledger.used).toEqual({ a: 9 });
    expect(countedUnits(ledger, record('1', 4))).toBe(4);
    expect(countedUnits(ledger, record('1', 4, { prefix: 'billing' }))).toBeUndefined();
    expect(countedUnits(ledger, record('3', 4))).toBeUndefined();
  });

  it('marks when a licence ran out, once', () => {
    const first = add(emptyLedger, record('1', 10));
    expect(first.exhaustedAt).toEqual({ a: NOW });
    const later = new Date(NOW + 1000).toISOString();
    expect(add(first, record('2', 10, { timestamp: later })).exhaustedAt).toEqual({ a: NOW });
  });

  it('keeps records in the outbox until they are stored', () => {
    const ledger = add(add(add(emptyLedger, record('1', 1)), record('2', 1)), record('3', 1), ['1']);
    expect(ledger.outbox.map(({ id }) => id)).toEqual(['2', '3']);
  });

  it('collects unknown dimensions, a few of them', () => {
    const wild = Array.from({ length: 50 }, (_, index) => `d${index}`);
    const ledger = add(
      add(emptyLedger, record('1', 0, { unknown: ['x'] })),
      record('2', 0, { unknown: ['x', ...wild] }),
    );
    expect(ledger.unknown['orders']).toHaveLength(20);
    expect(ledger.unknown['orders']?.slice(0, 2)).toEqual(['x', 'd0']);
  });

  it('stays small, however many reports there were', () => {
    let ledger = emptyLedger;
    for (let index = 0; index < 600; index += 1)
      ledger = add(
        ledger,
        record(`r${index}`, 0.1),
        ledger.recent.map(({ id }) => id),
      );
    expect(ledger.recent).toHaveLength(500);
    expect(ledger.outbox.length).toBeLessThanOrEqual(1);
  });
});
