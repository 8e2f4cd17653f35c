import { nanosecondsOf } from './nanoseconds.js';

describe('nanosecondsOf', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0n],
    ['1970-01-01T00:00:00.000000001Z', 1n],
    ['1970-01-01T00:00:01.5Z', 1_500_000_000n],
    ['1970-01-01T01:00:00.25+01:00', 250_000_000n],
    ['1969-12-31T23:59:59.75Z', -250_000_000n],
    ['0001-01-01T00:00:00Z', -62_135_596_800_000_000_000n],
  ])('%s', (time, nanoseconds) => expect(nanosecondsOf(time)).toBe(nanoseconds));
});
