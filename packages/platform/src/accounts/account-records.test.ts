import { keyCapabilities } from '@symphony-ts/contract';
import { PausedCallers } from '../floods/paused-callers.js';
import { createAccessRules } from '../rights/access-rules.js';
import { type RecordChange, RecordChanges, type RecordRow } from '../table/record-changes.js';
import { defaultAccountLimits } from './account-limits.js';
import type { AccountRecord } from './account-record.js';
import { type AccountKey, AccountRecords } from './account-records.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const client = (index: number): AccountKey => ({ kind: 'client', nkey: `U${index}` });

/** Records of a bucket that takes a moment for each write, and refuses the first `refusals`. */
function setUp({ refusals = 0 } = {}) {
  let row: RecordRow<AccountRecord> | undefined;
  let left = refusals;
  const seen = { changes: 0, writes: 0 };
  const rows = new RecordChanges<AccountRecord>({
    known: () => row,
    read: async () => row,
    write: async (_name, value, revision) => {
      await new Promise(setImmediate);
      seen.writes += 1;
      left -= 1;
      if (left >= 0) throw new Error('no server');
      row = { value, revision: revision + 1 };
    },
  });
  const accounts = {
    get: () => row?.value,
    read: async () => row?.value,
    entries: () => [],
    onChange: () => () => undefined,
    update: (name: string, change: RecordChange<AccountRecord>) => {
      seen.changes += 1;
      return rows.change(name, change);
    },
    delete: async () => undefined,
  };
  const records = new AccountRecords({
    accounts,
    declared: () => keyCapabilities([]),
    liveKeys: () => [],
    access: createAccessRules(true),
    limits: defaultAccountLimits,
    paused: new PausedCallers(),
    lifetimeMs: 3_600_000,
    now: () => NOW,
  });
  return { records, seen };
}

describe('keys that are revoked at the same time', () => {
  const keys = Array.from({ length: 1_000 }, (_, index) => client(index));

  it('are noted by one change for all that came while the one before was written', async () => {
    const { records, seen } = setUp();
    await Promise.all(keys.map((key) => records.revoke(key)));
    expect(seen).toEqual({ changes: 2, writes: 2 });
    expect(keys.filter((key) => records.voidUntil(key) < NOW / 1_000)).toEqual([]);
  });

  it('all learn that they were not noted, and can be noted later', async () => {
    const { records } = setUp({ refusals: 2 });
    const outcomes = await Promise.allSettled(keys.map((key) => records.revoke(key)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([]);
    await Promise.all(keys.map((key) => records.revoke(key)));
    expect(keys.filter((key) => records.voidUntil(key) < NOW / 1_000)).toEqual([]);
  });
});
