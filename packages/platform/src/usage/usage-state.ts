import { EnforcementPayload, platformBuckets } from '@symphony-ts/contract';
import { type KeyValueBucket, openBucket } from '@symphony-ts/storage';
import * as z from 'zod';
import { openPlatformBucket, openTable, type TableSource } from '../table/open-table.js';
import type { Table } from '../table/table.js';
import { AttributionRule, BusinessUnit } from './attribution.js';
import { Ledger } from './ledger.js';
import { UsageRecord } from './usage-record.js';

/** A licence as it is kept: the document that was signed, so that it can be verified again. */
export const StoredLicense = z.object({ document: z.string(), uploaded: z.iso.datetime() });
export type StoredLicense = z.infer<typeof StoredLicense>;

/** What the ledger's bucket holds: what was counted, and the state of enforcement that was announced last. */
const LedgerRow = z.object({ ledger: Ledger.optional(), announced: EnforcementPayload.optional() });
export type LedgerRow = z.infer<typeof LedgerRow>;
export const ledgerKeys = { ledger: 'ledger', announced: 'announced' } as const;

/** Everything usage remembers, in buckets of the platform's own account. */
export interface UsageState {
  readonly licenses: Table<StoredLicense>;
  readonly ledger: Table<LedgerRow>;
  readonly businessUnits: Table<BusinessUnit>;
  readonly rules: Table<AttributionRule>;
  /** Grows without end, so it is read by period and never held in memory. */
  readonly records: KeyValueBucket<UsageRecord>;
  stop(): void;
}

/** Opens the buckets of usage, making them on first use. */
export async function openUsageState(source: TableSource): Promise<UsageState> {
  const [licenses, ledger, businessUnits, rules, records] = await Promise.all([
    openTable(source, platformBuckets.licenses, StoredLicense),
    openTable(source, platformBuckets.usageLedger, LedgerRow),
    openTable(source, platformBuckets.businessUnits, BusinessUnit),
    openTable(source, platformBuckets.attributionRules, AttributionRule),
    openRecords(source),
  ]);
  const stop = (): void => [licenses, ledger, businessUnits, rules].forEach((table) => table.stop());
  return { licenses, ledger, businessUnits, rules, records, stop };
}

async function openRecords(source: TableSource): Promise<KeyValueBucket<UsageRecord>> {
  const bucket = platformBuckets.usageRecords;
  await openPlatformBucket(source, bucket, 1);
  return await openBucket(source.nc, bucket, { schema: UsageRecord });
}
