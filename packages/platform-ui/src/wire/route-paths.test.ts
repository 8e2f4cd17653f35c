import { decodeText } from './route-paths.js';

describe('decodeText', () => {
  it.each([
    ['Orders', 'Orders'],
    ['Open%20orders', 'Open orders'],
    ['50% off', '50% off'],
    ['%', '%'],
    ['%zz', '%zz'],
    ['%ff', '%ff'],
    ['', ''],
  ])('of %j is %j', (text, expected) => {
    expect(decodeText(text)).toBe(expected);
  });
});
