import { type PagerState, press } from './press.js';

const state: PagerState = { place: { end: 'first' }, subject: 'orders.*', isRaw: false, typed: undefined };
const shown = { first: 11, last: 20 };

describe('press', () => {
  it.each<[string, string, Partial<PagerState>]>([
    ['n', 'n', { place: { from: 21 } }],
    ['space', ' ', { place: { from: 21 } }],
    ['right', '\u001b[C', { place: { from: 21 } }],
    ['p', 'p', { place: { before: 11 } }],
    ['left', '\u001b[D', { place: { before: 11 } }],
    ['g', 'g', { place: { end: 'first' } }],
    ['G', 'G', { place: { end: 'last' } }],
    ['j, and stays where it is', 'j', { isRaw: true, place: { from: 11 } }],
    ['/, and begins with the subject there is', '/', { typed: 'orders.*' }],
    ['f', 'f', { typed: 'orders.*' }],
    ['a key without a meaning', 'x', {}],
  ])('takes %s', (_name, key, change) => {
    expect(press(key, state, shown)).toEqual({ ...state, ...change });
  });

  it.each(['n', 'p'])('goes nowhere by %j where nothing is shown', (key) => {
    expect(press(key, state, undefined)).toBe(state);
  });

  it.each<[string, string, Partial<PagerState>]>([
    ['q as a letter', 'q', { typed: 'aq' }],
    ['a letter of any script', 'ж', { typed: 'aж' }],
    ['backspace', '\u007f', { typed: '' }],
    ['Ctrl-U', '\u0015', { typed: '' }],
    ['escape, which changes nothing', '\u001b', { typed: undefined }],
    ['enter', '\r', { typed: undefined, subject: 'a', place: { end: 'first' } }],
    ['an arrow as nothing', '\u001b[C', { typed: 'a' }],
  ])('takes while a subject is typed %s', (_name, key, change) => {
    const typing = { ...state, place: { from: 5 }, typed: 'a' };
    expect(press(key, typing, shown)).toEqual({ ...typing, ...change });
  });

  it('takes no subject as all of them', () => {
    expect(press('\r', { ...state, typed: ' ' }, shown)).toMatchObject({ subject: undefined });
  });

  it.each([
    ['q', undefined],
    ['\u0003', undefined],
    ['\u0003', 'orders.'],
  ])('ends at %j with %j typed', (key, typed) => {
    expect(press(key, { ...state, typed }, shown)).toBe('quit');
  });
});
