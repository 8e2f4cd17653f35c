import { compareVersions, isInRange, parseVersion } from '../../obtain/server-version.mjs';

describe('parseVersion', () => {
  it.each([
    ['nats-server: v2.15.1', '2.15.1'],
    ['nats-server: v2.12.0-RC.3', '2.12.0'],
    ['2.9.10', '2.9.10'],
    ['nginx', undefined],
  ])('reads %j as %j', (text, version) => {
    expect(parseVersion(text)).toBe(version);
  });
});

describe('compareVersions', () => {
  it('orders by number, not by letter', () => {
    expect(['2.10.0', '2.9.10', '2.9.9', '2.15.1'].sort(compareVersions)).toEqual([
      '2.9.9',
      '2.9.10',
      '2.10.0',
      '2.15.1',
    ]);
  });
});

describe('isInRange', () => {
  it.each([
    ['2.8.4', 'any', false],
    ['2.9.0', 'any', true],
    ['3.0.0', 'any', true],
    ['2.9.10', 'oldest', true],
    ['2.10.0', 'oldest', false],
    ['2.12.5', 'newest', false],
    ['2.15.1', 'newest', true],
  ] as const)('says of %s and %s: %s', (version, range, expected) => {
    expect(isInRange(version, range)).toBe(expected);
  });
});
