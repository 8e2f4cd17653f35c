import { GATES, gateOf } from './gates.js';

describe('gateOf', () => {
  // These numbers must not change, because servers store accounts and subjects with them.
  it.each([
    ['a', 12],
    ['orders', 12],
    ['team-7', 12],
  ])('gives %j the gate %i', (prefix, gate) => {
    expect(gateOf(prefix)).toBe(gate);
  });

  it('spreads prefixes evenly enough that no gate holds half as many again as the mean of 10,000', () => {
    const counts = new Map<number, number>();
    for (let index = 0; index < 10_000; index += 1) {
      const gate = gateOf(`team-${index}`);
      counts.set(gate, (counts.get(gate) ?? 0) + 1);
    }
    expect(Math.max(...counts.values())).toBeLessThan((10_000 / GATES) * 1.5);
  });
});
