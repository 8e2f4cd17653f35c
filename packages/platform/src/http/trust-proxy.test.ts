import { trustedProxies } from './trust-proxy.js';

describe('trustedProxies', () => {
  it.each([
    [true, [true, false, false]],
    [1, [true, false, false]],
    [2, [true, true, false]],
  ])('counts %p from the nearest proxy', (given, expected) => {
    const trust = trustedProxies(given);
    expect(typeof trust === 'function' && [0, 1, 2].map((hop) => trust('192.0.2.1', hop))).toEqual(expected);
  });

  it.each([
    ['10.0.0.0/8', ['10.0.0.0/8']],
    ['loopback, 2001:db8::/32', ['loopback', '2001:db8::/32']],
    [['192.0.2.1'], ['192.0.2.1']],
    [false, false],
    [0, false],
  ])('passes %j on', (given, expected) => {
    expect(trustedProxies(given)).toEqual(expected);
  });

  it.each([-1, 1.5, Number.NaN, '', 'proxy.example', '10.0.0.0/33', '10.0.0.0/0', '::1/129', '10.0.0.0/8/8'])(
    'refuses %p',
    (given) => {
      expect(() => trustedProxies(given)).toThrow(expect.objectContaining({ code: 'INVALID_CONFIGURATION' }));
    },
  );
});
