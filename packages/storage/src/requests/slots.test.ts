import { Slots } from './slots.js';

describe('Slots', () => {
  it('gives each value its own place, and uses free places again', () => {
    const slots = new Slots<string>();
    const [a, b] = [slots.add('a'), slots.add('b')];
    expect([slots.get(a), slots.get(b), slots.size]).toEqual(['a', 'b', 2]);
    expect([slots.delete(a), slots.delete(a), slots.get(a), slots.size]).toEqual([true, false, undefined, 1]);
    expect(slots.add('c')).toBe(a);
    expect(slots.add('d')).not.toBe(b);
    expect(slots.list().sort()).toEqual(['b', 'c', 'd']);
  });

  it.each([-1, 7, Number.NaN])('has nothing at %s', (place) => {
    const slots = new Slots<string>();
    slots.add('a');
    expect([slots.get(place), slots.delete(place), slots.size]).toEqual([undefined, false, 1]);
  });

  it('has as many places as it ever had values at once', () => {
    const slots = new Slots<number>();
    const places = Array.from({ length: 10_000 }, (_, item) => {
      const place = slots.add(item);
      slots.delete(place);
      return place;
    });
    expect(Math.max(...places)).toBe(0);
  });
});
