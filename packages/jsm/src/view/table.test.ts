import { stripVTControlCharacters } from 'node:util';
import { fitColumns, formatFacts, formatTable, formatTime } from './table.js';

describe('formatTable', () => {
  it('puts numbers to the right and keeps terminals safe', () => {
    const lines = formatTable(
      'T',
      ['Name', 'Count'],
      [
        ['a\u001b[31m', 1],
        ['b', 12345],
      ],
    ).split('\n');
    expect(lines.slice(0, 2)).toEqual(['T', '']);
    expect(lines.slice(5, 7)).toEqual(['│ a [31m │      1 │', '│ b      │ 12,345 │']);
  });

  it('leaves a column alone that is not of numbers only', () => {
    expect(formatTable('T', ['Mixed'], [[1], ['none']])).toContain('│ 1     │');
  });
});

describe('a terminal', () => {
  const rows = [['ORDERS', 'a description that is longer than the terminal is wide', 12]];

  it('is not wider than its table', () => {
    const text = formatTable('T', ['Name', 'Description', 'Count'], rows, { width: 50 });
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(50);
    expect(text).toContain('│ ORDERS │');
  });

  it.each([
    [[6, 5], 80, undefined],
    [[6, 60], 40, [6, 27]],
    [[30, 60], 40, [16, 16]],
    [[30, 60], 12, undefined],
  ])('makes of columns of %j in %i: %j', (widths, width, expected) => {
    expect(fitColumns(widths, width)).toEqual(expected);
  });

  it('wraps a table with colours as one without', () => {
    const head = ['Name', 'Messages', 'Description'];
    const [plain, colored] = [false, true].map((isColored) =>
      formatTable('T', head, [['x'.repeat(40), 5, 'a text']], { width: 50, isColored }),
    );
    expect(stripVTControlCharacters(colored ?? '')).toBe(plain);
    expect(colored).toContain('\u001b[1mMessages\u001b[22m');
  });

  it('shows heads in bold where it has colours', () => {
    expect(formatTable('T', ['Name'], [['x']], { isColored: true })).toContain('\u001b[1mName\u001b[22m');
  });
});

describe('formatFacts', () => {
  it('aligns labels and leaves out what is not known', () => {
    expect(
      formatFacts('T', [
        ['A', 1],
        ['Long', 'x'],
        ['B', undefined],
        ['C', ''],
      ]),
    ).toBe('T\n\n     A: 1\n  Long: x');
  });
});

describe('formatTime', () => {
  it.each([
    ['2026-01-31T12:00:00.123456789+02:00', '2026-01-31 10:00:00'],
    ['0001-01-01T00:00:00Z', 'never'],
    [undefined, 'never'],
    ['soon', 'soon'],
  ])('shows %s', (time, expected) => {
    expect(formatTime(time)).toBe(expected);
  });
});
