import { BoundedBuffer } from './bounded-buffer.js';

const asItIs = <T>(record: T): T => record;

const filled = (limit: number, count: number): BoundedBuffer<number, number> => {
  const buffer = new BoundedBuffer<number, number>(limit, asItIs);
  for (let record = 1; record <= count; record += 1) buffer.push(record);
  return buffer;
};

describe('BoundedBuffer', () => {
  it.each([
    [3, 2, [1, 2], 0],
    [3, 3, [1, 2, 3], 0],
    [3, 4, [2, 3, 4], 1],
    [3, 100, [98, 99, 100], 97],
    [1, 5, [5], 4],
  ])('of %i keeps the latest of %i records and counts the others', (limit, count, kept, dropped) => {
    const buffer = filled(limit, count);
    expect(buffer.dropped).toBe(dropped);
    expect(buffer.missed).toBe(count);
    expect(buffer.drain(1_000).items).toEqual(kept);
    expect(buffer.dropped).toBe(dropped);
    expect(buffer.missed).toBe(dropped);
  });

  it('gives each record out once', () => {
    const buffer = filled(3, 3);
    buffer.drain(1_000);
    expect(buffer.drain(1_000)).toEqual({ items: [], bytes: 0 });
  });

  it('leaves for the next time what does not fit', () => {
    const buffer = new BoundedBuffer<string, string>(10, asItIs);
    for (const record of ['aaa', 'bbb', 'ccc']) buffer.push(record);
    // Each record has five bytes of JSON and a comma.
    expect(buffer.drain(12)).toEqual({ items: ['aaa', 'bbb'], bytes: 12 });
    expect(buffer.drain(12).items).toEqual(['ccc']);
    expect(buffer.dropped).toBe(0);
  });

  it('drops what would never fit, instead of waiting behind it for ever', () => {
    const buffer = new BoundedBuffer<string, string>(10, asItIs);
    for (const record of ['x'.repeat(50), 'ü', 'y']) buffer.push(record);
    expect(buffer.drain(20).items).toEqual(['ü', 'y']);
    expect(buffer.dropped).toBe(1);
  });
});
