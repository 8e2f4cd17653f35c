import { compareClocks } from './clock.js';

const at = (time: string): number => Date.parse(`2030-01-01T${time}Z`);
const date = 'Tue, 01 Jan 2030 12:00:00 GMT';

describe('compareClocks', () => {
  it.each(['12:00:00.000', '12:00:03.000', '11:59:58.000'])('agrees at %s', (time) => {
    expect(compareClocks(date, at(time), at(time))).toContain('agree');
  });

  it.each([
    ['12:01:00.500', '60 s ahead of'],
    ['11:59:00.500', '60 s behind'],
  ])('complains at %s', (time, words) => {
    expect(() => compareClocks(date, at(time), at(time))).toThrow(words);
  });

  it('allows for an answer that took long', () => {
    expect(compareClocks(date, at('11:59:50'), at('12:00:10'))).toContain('agree');
  });

  it.each([null, 'yesterday'])('complains about %p', (given) => {
    expect(() => compareClocks(given, 0, 0)).toThrow('does not say');
  });
});
