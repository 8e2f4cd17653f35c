import { describe, expect, it } from '@jest/globals';
import { DAY, license, NOW } from '../../test/support/license.js';
import { computeEnforcement } from './enforcement-state.js';
import { addRecord, emptyLedger, type Ledger } from './ledger.js';
import { shareOf, unitsLeftFor } from './license-state.js';
import { planCharge } from './units.js';
import { UsageRecord } from './usage-record.js';

const shared = license('a', { rates: { evil: { rows: 1 }, good: { rows: 1 } } });

describe('shareOf', () => {
  it.each([
    ['an equal part', {}, 'good', 50],
    ['what is reserved', { good: 80 }, 'good', 80],
    ['of the rest', { good: 80 }, 'evil', 20],
    ['nothing of a licence that is reserved for others', { good: 100 }, 'evil', 0],
  ])('gives %s', (_what, shares, prefix, expected) => {
    expect(shareOf({ ...shared, shares }, prefix)).toBe(expected);
  });
});

describe('a licence that two extensions share', () => {
  const report = (ledger: Ledger, prefix: string, rows: number, { at = NOW, from = shared } = {}): Ledger => {
    const plan = planCharge({ prefix, dimensions: { rows }, licenses: [from], consumption: ledger, now: at });
    const record = UsageRecord.parse({
      id: String(Math.random()),
      timestamp: new Date(at).toISOString(),
      prefix,
      dimensions: { rows },
      units: plan.units,
      charges: plan.charges,
    });
    return addRecord(ledger, record, [from], () => true);
  };
  const stateOf = (ledger: Ledger, now: number) =>
    computeEnforcement({ licenses: [shared], consumption: ledger, unknown: {}, now });

  it('stops the one that used it up, and nobody else', () => {
    const ledger = report(emptyLedger, 'evil', 1e9);
    expect(unitsLeftFor(shared, ledger, 'good')).toBe(50);
    expect(stateOf(ledger, NOW)).toMatchObject({ status: 'enforcement_warning', grace_extensions: ['evil'] });
    expect(stateOf(ledger, NOW + 11 * DAY)).toEqual({
      status: 'enforcement_warning',
      message: '100 % of the licensed units are used',
      disabled_extensions: ['evil'],
      grace_extensions: [],
    });
  });

  it('stops the other one, too, once it has used up its share', () => {
    const ledger = report(report(emptyLedger, 'evil', 1e9), 'good', 50, { at: NOW + 20 * DAY });
    // Its own grace begins with its own last unit.
    expect(stateOf(ledger, NOW + 21 * DAY)).toMatchObject({
      status: 'enforcement_grace',
      disabled_extensions: ['evil'],
      grace_extensions: ['good'],
    });
    expect(stateOf(ledger, NOW + 31 * DAY).status).toBe('enforcement_enforced');
  });

  it('is used by one beyond its share as long as there is something left', () => {
    const ledger = report(emptyLedger, 'good', 80);
    expect(unitsLeftFor(shared, ledger, 'good')).toBe(20);
    expect(stateOf(ledger, NOW)).toMatchObject({ status: 'enforcement_ok', grace_extensions: [] });
  });

  it('counts use without a known extension against every extension', () => {
    const consumption = { used: { a: 100 }, exhaustedAt: { a: NOW } };
    expect(unitsLeftFor(shared, consumption, 'good')).toBe(0);
  });
});

describe('the latest reports', () => {
  it('are forgotten first for the extension that sends most', () => {
    const record = (prefix: string, id: string) =>
      UsageRecord.parse({
        id,
        timestamp: new Date(NOW).toISOString(),
        prefix,
        dimensions: {},
        units: 0,
        charges: [],
      });
    let ledger = addRecord(emptyLedger, record('good', '1'), [], () => true);
    for (let index = 0; index < 1_000; index += 1) {
      ledger = addRecord(ledger, record('evil', `e${index}`), [], () => true);
    }
    expect(ledger.recent).toHaveLength(500);
    expect(ledger.recent[0]).toMatchObject({ prefix: 'good', id: '1' });
    expect(ledger.recent.at(-1)).toMatchObject({ id: 'e999' });
  });
});
