import type { License } from '../../src/usage/license.js';

export const DAY = 86_400_000;
/** The time at which the tests of licences judge them. */
export const NOW = Date.UTC(2026, 5, 1);

/** A licence of 100 units for `orders` that has run for ten days, and runs on for a hundred. */
export const license = (id: string, part: Partial<License> = {}): License => ({
  id,
  customer: undefined,
  issuedAt: NOW - 10 * DAY,
  expiresAt: NOW + 100 * DAY,
  units: 100,
  graceMs: 10 * DAY,
  shares: {},
  rates: { orders: { tables: 1, gb: 0.5 } },
  ...part,
});
