import { formatTable } from './table.js';

describe('formatTable', () => {
  it('aligns columns and leaves nothing at the end of a line', () => {
    const rows = [
      ['a', 'long value'],
      ['bcd', undefined],
    ];
    expect(formatTable(['ID', 'NOTES'], rows)).toBe('ID   NOTES\na    long value\nbcd  -');
  });

  it('is the head alone without rows', () => {
    expect(formatTable(['ID', 'NOTES'], [])).toBe('ID  NOTES');
  });
});
