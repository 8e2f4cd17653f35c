import { checkLinearizable } from './linearizable.js';
import type { Action, Operation } from './operation.js';

const at = (call: number, end: number, action: Action): Operation => ({ process: 1, key: 'k', call, end, action });
const put = (value: string, revision?: number): Action => ({ kind: 'put', value, revision });
const got = (value: string, revision: number): Action => ({ kind: 'get', found: { value, revision } });
const nothing: Action = { kind: 'get', found: undefined };
const gone: Action = { kind: 'delete', id: 'd' };
const never = Number.POSITIVE_INFINITY;

describe('checkLinearizable', () => {
  it.each<[string, readonly Operation[]]>([
    ['nothing', []],
    ['a read of what was written', [at(0, 1, put('a', 1)), at(2, 3, got('a', 1))]],
    [
      'a read of either value while one is written',
      [at(0, 1, put('a', 1)), at(2, 5, put('b', 2)), at(3, 4, got('a', 1))],
    ],
    [
      'a write without an answer that is seen later',
      [at(0, never, put('a')), at(2, 3, nothing), at(4, 5, got('a', 1))],
    ],
    ['a write without an answer that is never seen', [at(0, never, put('a')), at(2, 3, nothing)]],
    ['a removal', [at(0, 1, put('a', 1)), at(2, 3, gone), at(4, 5, nothing)]],
    [
      'one of two creations',
      [
        at(0, 3, { kind: 'create', value: 'a', exists: true }),
        at(1, 4, { kind: 'create', value: 'b', revision: 1 }),
        at(5, 6, got('b', 1)),
      ],
    ],
    [
      'an update and one that comes too late',
      [
        at(0, 1, put('a', 1)),
        at(2, 4, { kind: 'update', value: 'b', expected: 1, revision: 2 }),
        at(3, 5, { kind: 'update', value: 'c', expected: 1, conflict: true }),
      ],
    ],
  ])('accepts %s', (_, history) => {
    expect(checkLinearizable(history)).toBeUndefined();
  });

  it.each<[string, readonly Operation[]]>([
    ['a stale read', [at(0, 1, put('a', 1)), at(2, 3, put('b', 2)), at(4, 5, got('a', 1))]],
    ['an acknowledged write that is lost', [at(0, 1, put('a', 1)), at(2, 3, nothing)]],
    ['a read that goes back', [at(0, never, put('a')), at(1, 2, got('a', 1)), at(3, 4, nothing)]],
    [
      'two updates of one revision',
      [
        at(0, 1, put('a', 1)),
        at(2, 4, { kind: 'update', value: 'b', expected: 1, revision: 2 }),
        at(3, 5, { kind: 'update', value: 'c', expected: 1, revision: 3 }),
      ],
    ],
    [
      'two creations',
      [at(0, 3, { kind: 'create', value: 'a', revision: 1 }), at(1, 4, { kind: 'create', value: 'b', revision: 2 })],
    ],
    [
      'a conflict without a reason',
      [at(0, 1, put('a', 1)), at(2, 3, { kind: 'update', value: 'b', expected: 1, conflict: true })],
    ],
    ['a value that nobody wrote', [at(0, 1, got('a', 1))]],
  ])('refuses %s', (_, history) => {
    expect(checkLinearizable(history)).toMatchObject({ key: 'k', rule: 'linearizable' });
  });

  it('refuses two revisions of one write', () => {
    const history = [at(0, 1, put('a', 1)), at(2, 3, got('a', 2))];
    expect(checkLinearizable(history)).toMatchObject({ rule: 'one revision for each write' });
  });

  it('finds the one wrong read in a long history of five clients', () => {
    const history: Operation[] = [];
    for (let turn = 0; turn < 400; turn += 1) {
      for (let client = 0; client < 5; client += 1)
        history.push(at(turn * 10 + client, turn * 10 + 9, put(`${turn}-${client}`, turn * 5 + client + 1)));
    }
    expect(checkLinearizable(history)).toBeUndefined();
    history.push(at(3_995, 4_005, got('100-1', 502)));
    expect(checkLinearizable(history)).toMatchObject({ rule: 'linearizable' });
  });
});
