import { newRequestId, REQUEST_ID_LENGTH } from './request-id.js';

describe('newRequestId', () => {
  const ids = Array.from({ length: 1_000 }, newRequestId);

  it('gives out each id once, over several draws', () => {
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has as many characters as its place, of those that a header takes', () => {
    for (const id of ids) {
      expect(id).toHaveLength(REQUEST_ID_LENGTH);
      expect(id).toMatch(/^[\w-]+$/);
    }
  });

  it('has 96 bits, of which all change', () => {
    const bytes = ids.map((id) => Buffer.from(id, 'base64url'));
    const changing = bytes.reduce(
      (bits, id) => bits.map((bit, at) => bit | ((id[at] ?? 0) ^ (bytes[0]?.[at] ?? 0))),
      Array<number>(12).fill(0),
    );
    expect(changing).toEqual(Array<number>(12).fill(255));
  });
});
