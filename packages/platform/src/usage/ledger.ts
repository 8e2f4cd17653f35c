import * as z from 'zod';
import type { License } from './license.js';
import { type Consumption, unitsLeft, unitsLeftFor } from './license-state.js';
import { UsageRecord } from './usage-record.js';

/**
 * The one document that counts use. A report changes it once, by compare and set, and puts its whole record into it. Afterwards
 * the record is copied to a key of its own. So if a process dies between the two steps, nothing is lost, and the next process
 * finishes the work.
 */
export const Ledger = z.object({
  /** Units by licence. */
  used: z.record(z.string(), z.number()).default({}),
  /** When the last unit of a licence was used, in milliseconds. */
  exhaustedAt: z.record(z.string(), z.number()).default({}),
  /** Units by licence and extension. */
  usedBy: z.record(z.string(), z.record(z.string(), z.number())).default({}),
  /** When a licence had nothing left for an extension, in milliseconds. */
  exhaustedBy: z.record(z.string(), z.record(z.string(), z.number())).default({}),
  /** Dimensions without a rate, by extension. */
  unknown: z.record(z.string(), z.array(z.string())).default({}),
  /** Records that may not have reached their own key yet. */
  outbox: z.array(UsageRecord).default([]),
  /** The latest reports. A repeated report is recognised by them. */
  recent: z.array(z.object({ prefix: z.string(), id: z.string(), units: z.number() })).default([]),
});
export type Ledger = z.infer<typeof Ledger>;

export const emptyLedger: Ledger = Ledger.parse({});

const MAX_RECENT = 500;
/** Enough to see what is missing from a licence. A faulty reporter must not fill the ledger. */
const MAX_UNKNOWN = 20;

/** The units of a report that was counted before, or `undefined` for a new one. */
export const countedUnits = (ledger: Ledger, { prefix, id }: Pick<UsageRecord, 'prefix' | 'id'>): number | undefined =>
  ledger.recent.find((counted) => counted.id === id && counted.prefix === prefix)?.units;

/** The ledger with one more record, and without the records of the outbox that `isStored` reports. */
export function addRecord(
  ledger: Ledger,
  record: UsageRecord,
  licenses: readonly License[],
  isStored: (record: UsageRecord) => boolean,
): Ledger {
  const { prefix, id, units } = record;
  const used = { ...ledger.used };
  const usedBy = { ...ledger.usedBy };
  for (const charge of record.charges) {
    used[charge.license] = (used[charge.license] ?? 0) + charge.units;
    const by = usedBy[charge.license] ?? {};
    usedBy[charge.license] = { ...by, [prefix]: (by[prefix] ?? 0) + charge.units };
  }
  const consumption = { used, usedBy, exhaustedAt: ledger.exhaustedAt, exhaustedBy: ledger.exhaustedBy };
  const now = Date.parse(record.timestamp);
  return {
    used,
    usedBy,
    exhaustedAt: markExhausted(consumption, licenses, now),
    exhaustedBy: markExhaustedBy(consumption, licenses, now),
    unknown: addUnknown(ledger.unknown, record),
    outbox: [...ledger.outbox.filter((waiting) => !isStored(waiting)), record],
    recent: latest([...ledger.recent, { prefix, id, units }]),
  };
}

function markExhausted(consumption: Consumption, licenses: readonly License[], now: number): Record<string, number> {
  const exhausted = licenses.filter((license) => unitsLeft(license, consumption) === 0);
  return { ...Object.fromEntries(exhausted.map(({ id }) => [id, now])), ...consumption.exhaustedAt };
}

function markExhaustedBy(
  consumption: Consumption & { readonly exhaustedBy: Ledger['exhaustedBy'] },
  licenses: readonly License[],
  now: number,
): Ledger['exhaustedBy'] {
  const marked = { ...consumption.exhaustedBy };
  for (const license of licenses) {
    if (unitsLeft(license, consumption) > 0) continue;
    const known = marked[license.id] ?? {};
    const without = Object.keys(license.rates).filter(
      (prefix) => !Object.hasOwn(known, prefix) && unitsLeftFor(license, consumption, prefix) === 0,
    );
    if (without.length > 0) {
      marked[license.id] = { ...known, ...Object.fromEntries(without.map((prefix) => [prefix, now])) };
    }
  }
  return marked;
}

/**
 * The latest ids, up to a limit. Beyond it, the extension with the most ids loses its oldest one. So no extension can push out
 * the ids of others.
 */
function latest(recent: Ledger['recent']): Ledger['recent'] {
  if (recent.length <= MAX_RECENT) return recent;
  const counts = new Map<string, number>();
  for (const { prefix } of recent) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  const [most] = [...counts].reduce((left, right) => (right[1] > left[1] ? right : left));
  const oldest = recent.findIndex(({ prefix }) => prefix === most);
  return latest([...recent.slice(0, oldest), ...recent.slice(oldest + 1)]);
}

function addUnknown(known: Ledger['unknown'], { prefix, unknown }: UsageRecord): Ledger['unknown'] {
  if (unknown.length === 0) return known;
  const names = new Set([...(known[prefix] ?? []), ...unknown]);
  return { ...known, [prefix]: [...names].slice(0, MAX_UNKNOWN) };
}
