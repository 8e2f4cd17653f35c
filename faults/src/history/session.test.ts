import type { Action, Operation } from './operation.js';
import { checkSession } from './session.js';

const by = (process: number, call: number, action: Action): Operation => ({
  process,
  key: 'k',
  call,
  end: call + 1,
  action,
});
const put = (value: string, revision: number): Action => ({ kind: 'put', value, revision });
const got = (value: string, revision: number): Action => ({ kind: 'get', found: { value, revision } });
const nothing: Action = { kind: 'get', found: undefined };

describe('checkSession', () => {
  it.each<[string, readonly Operation[]]>([
    ['an old value that another process wrote', [by(1, 0, put('a', 1)), by(2, 2, put('b', 2)), by(1, 4, got('a', 1))]],
    ['a read that began before the write ended', [by(1, 0, put('a', 1)), by(1, 0.5, nothing)]],
    [
      'nothing, where somebody removed it',
      [by(1, 0, put('a', 1)), by(2, 0, { kind: 'delete', id: 'd' }), by(1, 2, nothing)],
    ],
  ])('accepts %s', (_, history) => {
    expect(checkSession(history)).toEqual([]);
  });

  it.each<[string, string, readonly Operation[]]>([
    [
      'an older value than it wrote',
      'read your writes',
      [by(2, 0, put('a', 1)), by(1, 2, put('b', 2)), by(1, 4, got('a', 1))],
    ],
    ['nothing after it wrote', 'read your writes', [by(1, 0, put('a', 1)), by(1, 2, nothing)]],
    ['an older value than it read', 'monotonic reads', [by(1, 2, got('b', 2)), by(1, 4, got('a', 1))]],
  ])('refuses %s', (_, rule, history) => {
    expect(checkSession(history)).toMatchObject([{ rule }]);
  });
});
