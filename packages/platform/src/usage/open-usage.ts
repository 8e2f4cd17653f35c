import { randomUUID } from 'node:crypto';
import type { OptionNames } from '@symphony-ts/contract';
import type { TableSource } from '../table/open-table.js';
import { readVendorKeys } from './license.js';
import { LicenseStore } from './license-store.js';
import { UsageMeter } from './usage-meter.js';
import { UsageService } from './usage-service.js';
import { openUsageState, type UsageState } from './usage-state.js';

/**
 * `off`: use is recorded, but nothing is charged or blocked. Otherwise the platform accepts only licences that are signed with one of
 * the vendor's keys, and blocks licensed operations without a licence.
 */
export type Licensing = 'off' | LicensingOptions;

/** Options of licensing. */
export interface LicensingOptions {
  /** Public Ed25519 keys of the vendor, each in PEM (SPKI) or as a JWK in JSON. */
  readonly vendorKeys: readonly string[];
  /** Milliseconds between two checks for expired licences and ended grace periods. Default 30,000. */
  readonly recheckMs?: number;
}

/** The names of {@link LicensingOptions}. */
export const licensingOptionNames = {
  vendorKeys: true,
  recheckMs: true,
} as const satisfies OptionNames<LicensingOptions>;

/** Usage, running. */
export interface OpenUsage {
  readonly usage: UsageService;
  readonly usageState: UsageState;
  stop(): void;
}

const RECHECK_MS = 30_000;

/**
 * Opens the records of usage, and starts to count.
 *
 * @throws `INVALID_CONFIGURATION` when a vendor key is not a key
 */
export async function openUsage(source: TableSource, licensing: Licensing, now: () => number): Promise<OpenUsage> {
  const { nc, logger } = source;
  const isCharging = licensing !== 'off';
  const vendorKeys = await readVendorKeys(isCharging ? licensing.vendorKeys : []);
  const state = await openUsageState(source);
  const store = isCharging ? new LicenseStore({ table: state.licenses, vendorKeys, now, logger }) : undefined;
  const licenses = async () => (await store?.list()) ?? [];
  const meter = new UsageMeter({ state, licenses, isCharging, now, newId: randomUUID, logger });
  const usage = new UsageService({
    state,
    meter,
    licenses: store,
    broadcast: (subject, payload) => nc.publish(subject, JSON.stringify(payload)),
    now,
    logger,
    recheckMs: (isCharging ? licensing.recheckMs : undefined) ?? RECHECK_MS,
  });
  const stop = (): void => {
    usage.stop();
    state.stop();
  };
  try {
    await usage.start();
  } catch (error) {
    stop();
    throw error;
  }
  return { usage, usageState: state, stop };
}
