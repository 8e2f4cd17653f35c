import { assertModest } from './modest-body.js';

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

describe('assertModest', () => {
  it.each([undefined, null, 1, 'x', {}, { a: [1, { b: 2 }] }, nested(60), Array(99_000).fill(0)])(
    'takes %#',
    (body) => {
      expect(() => assertModest(body)).not.toThrow();
    },
  );
  it.each([
    ['depth', nested(100)],
    ['great depth', nested(100_000)],
    ['many values', Array(100_001).fill(0)],
    ['many objects', Array.from({ length: 60_000 }, () => ({ a: 1 }))],
  ])('refuses %s', (_, body) => {
    expect(() => assertModest(body)).toThrow('INVALID_REQUEST');
  });
});
