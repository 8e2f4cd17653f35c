import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { DAY, license, NOW } from '../../test/support/license.js';
import type { Consumption } from './license-state.js';
import { type ChargeFacts, planCharge } from './units.js';

const unused: Consumption = { used: {}, exhaustedAt: {} };
const facts = (part: Partial<ChargeFacts> = {}): ChargeFacts => ({
  prefix: 'orders',
  dimensions: { tables: 5, gb: 120.5 },
  licenses: [license('a')],
  consumption: unused,
  now: NOW,
  ...part,
});

describe('planCharge', () => {
  it('sums value × rate', () => {
    expect(planCharge(facts())).toEqual({ units: 65.25, charges: [{ license: 'a', units: 65.25 }], unknown: [] });
  });

  it.each([
    ['the soonest expiring first', { expiresAt: NOW + 50 * DAY }, 'b'],
    ['of equal expiry the one issued first', { issuedAt: NOW - 20 * DAY }, 'b'],
    ['none that is issued later', { issuedAt: NOW + DAY, expiresAt: NOW + 2 * DAY }, 'a'],
    ['none that has expired', { expiresAt: NOW - 1 }, 'a'],
    ['none without a rate for the extension', { expiresAt: NOW + DAY, rates: { billing: { tables: 1 } } }, 'a'],
    ['none that is used up', { expiresAt: NOW + DAY, units: 10 }, 'a', { used: { b: 10 }, exhaustedAt: { b: NOW } }],
  ])('charges %s', (_, part, expected, consumption: Consumption = unused) => {
    const plan = planCharge(
      facts({
        dimensions: { tables: 1 },
        licenses: [license('a'), license('b', part)],
        ...(consumption && { consumption }),
      }),
    );
    expect(plan.charges).toEqual([{ license: expected, units: 1 }]);
  });

  it('lets what the first licence cannot take overflow to the next, at the rate of that one', () => {
    const first = license('first', { expiresAt: NOW + DAY });
    const next = license('next', { rates: { orders: { tables: 3 } } });
    const plan = planCharge(
      facts({
        dimensions: { tables: 10 },
        licenses: [next, first],
        consumption: { used: { first: 96 }, exhaustedAt: {} },
      }),
    );
    expect(plan.charges).toEqual([
      { license: 'first', units: 4 },
      { license: 'next', units: 18 },
    ]);
  });

  it('charges excess units to the last licence that is still valid', () => {
    const licenses = [license('a', { expiresAt: NOW + DAY, units: 10 }), license('b', { units: 10 })];
    expect(planCharge(facts({ dimensions: { tables: 50 }, licenses })).charges).toEqual([
      { license: 'a', units: 10 },
      { license: 'b', units: 40 },
    ]);
  });

  it('goes on counting after all licences have lapsed', () => {
    const licenses = [license('a', { expiresAt: NOW - 50 * DAY })];
    expect(planCharge(facts({ licenses })).units).toBe(65.25);
  });

  it('takes each dimension from the licences that know it, and names those none knows', () => {
    const licenses = [
      license('a', { rates: { orders: { tables: 1 } } }),
      license('b', { rates: { orders: { gb: 2 } } }),
    ];
    const dimensions = { tables: 1, gb: 1, rows: 9, constructor: 1 };
    expect(planCharge(facts({ licenses, dimensions }))).toEqual({
      units: 3,
      charges: [
        { license: 'b', units: 2 },
        { license: 'a', units: 1 },
      ],
      unknown: ['constructor', 'rows'],
    });
  });

  it('charges the same units in all, however they are spread over licences of one rate', () => {
    const pool = fc.array(
      fc.record({ units: fc.integer({ min: 1, max: 50 }), days: fc.integer({ min: 1, max: 99 }) }),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(pool, fc.nat(1000), (given, value) => {
        const licenses = given.map(({ units, days }, index) =>
          license(`l${index}`, { units, expiresAt: NOW + days * DAY }),
        );
        const plan = planCharge(facts({ licenses, dimensions: { tables: value } }));
        expect(plan.units).toBeCloseTo(value, 9);
        const over = plan.charges.filter(
          ({ license: id, units }) => units > (licenses.find((held) => held.id === id)?.units ?? 0),
        );
        expect(over.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
