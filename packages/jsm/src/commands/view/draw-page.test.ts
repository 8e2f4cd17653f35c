import { plain } from '../../view/look.js';
import { drawPage, type PageView } from './draw-page.js';

const view: PageView = {
  stream: 'ORDERS',
  state: { place: { end: 'first' }, subject: undefined, isRaw: false, typed: undefined },
  lines: ['a', 'b'],
  shown: { first: 3, last: 4 },
  bounds: { first: 1, last: 9 },
  notice: '',
};
const size = { columns: 90, rows: 8 };

describe('drawPage', () => {
  it('fills the screen', () => {
    expect(drawPage(view, size, plain)).toEqual([
      'ORDERS  3 to 4, stored 1 to 9',
      '',
      'a',
      'b',
      '',
      '',
      '',
      'q quit  n next  p previous  g first  G last  / subject  j as it is',
    ]);
  });

  it.each<[string, Partial<PageView>, string]>([
    ['a notice', { notice: 'x\u001b[2J' }, 'x [2J'],
    ['the subject that is typed', { state: { ...view.state, typed: 'a.>' } }, 'Subject, empty for all: a.>_'],
    [
      'what j does to contents as they are',
      { state: { ...view.state, isRaw: true } },
      'q quit  n next  p previous  g first  G last  / subject  j lay out JSON',
    ],
  ])('shows %s below', (_what, change, expected) => {
    expect(drawPage({ ...view, ...change }, size, plain).at(-1)).toBe(expected);
  });

  it('shows the subject above', () => {
    const state = { ...view.state, subject: 'a.*' };
    expect(drawPage({ ...view, state, shown: undefined }, size, plain)[0]).toBe(
      'ORDERS  no messages, stored 1 to 9  subject a.*',
    );
  });

  it('shows the sequence of one message once', () => {
    expect(drawPage({ ...view, shown: { first: 3, last: 3 } }, size, plain)[0]).toBe('ORDERS  3, stored 1 to 9');
  });

  it.each([1, 2, 3, 5])('is not larger than a terminal of %i rows', (rows) => {
    const lines = drawPage(view, { columns: 20, rows }, plain);
    expect(lines.length).toBe(rows);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(20);
  });
});
