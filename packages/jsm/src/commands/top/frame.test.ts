import { plain } from '../../view/look.js';
import { drawFrame, sortRows, type TopState } from './frame.js';

const state: TopState = { stream: undefined, order: 'Messages', isReversed: false, selected: 0, isPaused: false };
const rows = Array.from({ length: 50 }, (_, i) => ({
  name: `S${i}`,
  values: { Messages: i, Bytes: 1024 * i, 'In/s': i / 10 },
}));
const screen = { columns: 60, rows: 12, look: plain, clock: '12:00:00', trouble: [] };

describe('sortRows', () => {
  it.each([
    ['Messages', false, 'S49'],
    ['Messages', true, 'S0'],
    ['Name', false, 'S0'],
    ['In/s', false, 'S49'],
  ])('puts first by %s, reversed %s: %s', (order, isReversed, first) => {
    expect(sortRows(rows, { order, isReversed })[0]?.name).toBe(first);
  });
});

describe('drawFrame', () => {
  it.each([
    [20, 5],
    [60, 12],
    [200, 100],
  ])('fits a terminal of %i columns and %i rows', (columns, height) => {
    const lines = drawFrame(rows, state, { ...screen, columns, rows: height });
    expect(lines.length).toBeLessThanOrEqual(height);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  it('shows the column it is sorted by, levels, sizes and rates', () => {
    const lines = drawFrame(sortRows(rows, state), state, screen);
    expect(lines[0]).toBe('Streams: 50   12:00:00');
    expect(lines[1]).toMatch(/^Name +Messages▼ +Bytes +In\/s$/);
    expect(lines[2]).toMatch(/^S49 +49 +49 KiB +4\.9 *$/);
  });

  it('keeps the marked row in sight', () => {
    const lines = drawFrame(rows, { ...state, selected: 30 }, screen);
    expect(lines.some((line) => line.startsWith('S30 '))).toBe(true);
  });

  it('keeps terminals safe and names what is missing', () => {
    const lines = drawFrame([{ name: 'a\u001b[31m', values: {} }], state, { ...screen, trouble: ['B did not answer'] });
    expect(lines.join('\n')).not.toContain('\u001b');
    expect(lines).toContain('B did not answer');
  });

  it('says that there is nothing', () => {
    expect(drawFrame([], state, screen)).toContain('(none)');
  });
});
