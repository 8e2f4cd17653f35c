import { createIdSource } from './id-source.js';

describe('createIdSource', () => {
  it('gives ids of the length asked for, none twice', () => {
    const newId = createIdSource();
    const ids = Array.from({ length: 5_000 }, (_, index) => newId(index % 2 ? 8 : 16));
    expect(ids.filter((id, index) => !/^[\da-f]+$/.test(id) || id.length !== (index % 2 ? 16 : 32))).toEqual([]);
    expect(new Set(ids).size).toBe(5_000);
  });
});
