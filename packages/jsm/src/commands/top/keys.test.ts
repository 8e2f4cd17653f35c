import type { TopState } from './frame.js';
import { press } from './keys.js';

const state: TopState = { stream: undefined, order: 'In/s', isReversed: false, selected: 1, isPaused: false };
const rows = ['A', 'B', 'C'].map((name) => ({ name, values: { Messages: 1, 'In/s': 2 } }));

describe('press', () => {
  it.each<[string, string, Partial<TopState>]>([
    ['up', '\u001b[A', { selected: 0 }],
    ['down', '\u001b[B', { selected: 2 }],
    ['page down, and stays among the rows', '\u001b[6~', { selected: 2 }],
    ['enter', '\r', { stream: 'B', selected: 0, order: 'Unprocessed' }],
    ['s, and begins anew behind the last column', 's', { order: 'Name' }],
    ['r', 'r', { isReversed: true }],
    ['p', 'p', { isPaused: true }],
    ['a key without a meaning', 'x', {}],
  ])('takes %s', (_name, key, change) => {
    expect(press(key, state, rows)).toEqual({ ...state, ...change });
  });

  it.each(['q', '\u0003'])('ends at %j', (key) => {
    expect(press(key, state, rows)).toBe('quit');
  });

  it('goes back to the streams', () => {
    expect(press('\u001b', { ...state, stream: 'B' }, rows)).toMatchObject({ stream: undefined });
  });
});
