import { checkLinearizable } from './linearizable.js';
import type { Action, Operation } from './operation.js';
import { explainRepeats } from './repeats.js';

const at = (call: number, end: number, action: Action): Operation => ({ process: 1, key: 'k', call, end, action });
const put = (value: string, revision?: number): Action => ({ kind: 'put', value, revision });
const got = (value: string, revision: number): Action => ({ kind: 'get', found: { value, revision } });
const update = (value: string, expected: number, revision: number): Action => ({
  kind: 'update',
  value,
  expected,
  revision,
});
const check = (history: readonly Operation[]) => {
  const explained = explainRepeats(history);
  return { repeated: explained.repeated, rule: checkLinearizable(explained.history)?.rule };
};

describe('explainRepeats', () => {
  it.each<[string, number, readonly Operation[]]>([
    ['no repeat', 0, [at(0, 1, put('a', 1)), at(2, 3, got('a', 1))]],
    [
      'a put that is stored again after another one',
      1,
      [at(0, 1, put('a', 1)), at(2, 3, put('b', 2)), at(4, 5, got('b', 2)), at(6, 7, got('a', 3))],
    ],
    [
      'a put without an answer that is stored twice',
      1,
      [at(0, 9, put('a')), at(2, 3, got('a', 1)), at(4, 5, got('a', 2))],
    ],
    [
      'an update of what was stored again',
      1,
      [at(0, 1, put('a', 1)), at(4, 5, got('a', 3)), at(6, 7, update('b', 3, 4)), at(8, 9, got('b', 4))],
    ],
  ])('accepts %s', (_, repeated, history) => {
    expect(check(history)).toEqual({ repeated, rule: undefined });
  });

  it.each<[string, string, readonly Operation[]]>([
    [
      'a stale read',
      'linearizable',
      [at(0, 1, put('a', 1)), at(2, 3, put('b', 2)), at(4, 5, got('a', 1)), at(6, 7, got('b', 2))],
    ],
    [
      'what is seen, and then not seen any more',
      'linearizable',
      [at(0, 1, put('a', 1)), at(2, 3, put('b', 2)), at(4, 5, got('a', 3)), at(6, 7, got('b', 2))],
    ],
    [
      'an update that is stored twice',
      'one revision for each write',
      [at(0, 1, put('a', 1)), at(2, 3, update('b', 1, 2)), at(4, 5, got('b', 3))],
    ],
  ])('still refuses %s', (_, rule, history) => {
    expect(check(history)).toMatchObject({ rule });
  });
});
