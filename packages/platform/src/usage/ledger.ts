import { z } from 'zod';
import type { License } from './license.js';
import { type Consumption, unitsLeft } from './license-state.js';
import { UsageRecord } from './usage-record.js';

/**
 * The one document that counts what was used. A report changes it once, by compare and set, and carries its whole record
 * in; the record is copied to its own key afterwards. So a process that dies between the two loses nothing, and whoever
 * comes next finishes its work.
 */
export const Ledger = z.object({
  /** Units by licence. */
  used: z.record(z.string(), z.number()).default({}),
  /** When the last unit of a licence went, in milliseconds. */
  exhaustedAt: z.record(z.string(), z.number()).default({}),
  /** Dimensions without a rate, by extension. */
  unknown: z.record(z.string(), z.array(z.string())).default({}),
  /** Records that may not have reached their own key yet. */
  outbox: z.array(UsageRecord).default([]),
  /** The latest reports, by which one that comes again is known. */
  recent: z.array(z.object({ prefix: z.string(), id: z.string(), units: z.number() })).default([]),
});
export type Ledger = z.infer<typeof Ledger>;

export const emptyLedger: Ledger = Ledger.parse({});

const MAX_RECENT = 200;
/** Enough to see what is missing from a licence; a wild reporter must not fill the ledger. */
const MAX_UNKNOWN = 20;

/** The units of a report that was counted before, or `undefined` for a new one. */
export const countedUnits = (ledger: Ledger, { prefix, id }: Pick<UsageRecord, 'prefix' | 'id'>): number | undefined =>
  ledger.recent.find((one) => one.id === id && one.prefix === prefix)?.units;

/** The ledger with one more record, and without those of the outbox that `isStored`. */
export function addRecord(
  ledger: Ledger,
  record: UsageRecord,
  licenses: readonly License[],
  isStored: (record: UsageRecord) => boolean,
): Ledger {
  const used = { ...ledger.used };
  for (const { license, units } of record.charges) used[license] = (used[license] ?? 0) + units;
  const { prefix, id, units } = record;
  return {
    used,
    exhaustedAt: markExhausted({ used, exhaustedAt: ledger.exhaustedAt }, licenses, Date.parse(record.timestamp)),
    unknown: addUnknown(ledger.unknown, record),
    outbox: [...ledger.outbox.filter((one) => !isStored(one)), record],
    recent: [...ledger.recent, { prefix, id, units }].slice(-MAX_RECENT),
  };
}

function markExhausted(consumption: Consumption, licenses: readonly License[], now: number): Record<string, number> {
  const exhausted = licenses.filter((license) => unitsLeft(license, consumption) === 0);
  return { ...Object.fromEntries(exhausted.map(({ id }) => [id, now])), ...consumption.exhaustedAt };
}

function addUnknown(known: Ledger['unknown'], { prefix, unknown }: UsageRecord): Ledger['unknown'] {
  if (unknown.length === 0) return known;
  const names = new Set([...(known[prefix] ?? []), ...unknown]);
  return { ...known, [prefix]: [...names].slice(0, MAX_UNKNOWN) };
}
