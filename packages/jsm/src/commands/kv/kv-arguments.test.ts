import { parseKey } from './kv-arguments.js';

describe('parseKey', () => {
  it.each(['a', 'a.b', 'a/b=c', '_kv', '-k', 'A-1.b_2'])('takes %j', (key) => expect(parseKey(key)).toBe(key));

  it.each(['', 'a b', 'ü', '.x', 'x.', 'a..b', '>', '*', 'a.*', '$x', 'a\n'])('refuses %j', (key) =>
    expect(() => parseKey(key)).toThrow('A key has'),
  );
});
