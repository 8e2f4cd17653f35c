import { JetStreamManagerError } from '../errors/manager-error.js';
import { listTrouble } from './list-trouble.js';

const unreadable = new JetStreamManagerError('UNSAFE_INTEGER', 'the state is too large');
const nothing = { missing: [], offline: {}, unreadable: new Map<string, JetStreamManagerError>() };

describe('listTrouble', () => {
  it.each([
    ['nothing', nothing, []],
    [
      'a stream that no server answered for',
      { ...nothing, missing: ['A'] },
      [['A', 'TIMEOUT', /no server answered for the stream A; retry/]],
    ],
    [
      'an offline stream with the reason of the server',
      { ...nothing, offline: { B: 'unsupported - required API level: 9' } },
      [['B', 'FEATURE_UNSUPPORTED', /the stream B is offline: unsupported - required API level: 9; upgrade/]],
    ],
    [
      'a stream with numbers that cannot be held, with the error of its entry',
      { ...nothing, unreadable: new Map([['C', unreadable]]) },
      [['C', 'UNSAFE_INTEGER', /the state is too large/]],
    ],
  ])('names %s', (_, list, expected) => {
    const named = [...listTrouble(list, 'stream')].map(([name, { code, message }]) => [name, code, message]);
    expect(named).toEqual(expected.map(([name, code, text]) => [name, code, expect.stringMatching(text ?? '')]));
  });
});
