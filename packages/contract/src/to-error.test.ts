import { runInNewContext } from 'node:vm';
import { toError } from './to-error.js';

const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();

describe(toError, () => {
  it.each([
    ['text', 'broken', 'broken'],
    ['a number', 7, '7'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['an object with a message', { message: 'no such table', code: 'E1' }, 'no such table'],
    ['an object without one', { code: 'E1' }, '{"code":"E1"}'],
    ['a cycle', cycle, 'something that is not an error was thrown'],
    ['a revoked proxy', revoked, 'something that is not an error was thrown'],
    ['an object without a prototype', Object.create(null), '{}'],
  ])('says %s in words and keeps it as the cause', (_what, thrown: unknown, message) => {
    const error = toError(thrown);
    expect(error.message).toBe(message);
    expect(error.cause).toBe(thrown);
  });

  it.each([
    ['an error', new TypeError('own')],
    ['an error of another realm', runInNewContext("new TypeError('other')")],
  ])('hands on %s as it is', (_what, thrown: unknown) => {
    expect(toError(thrown)).toBe(thrown);
  });
});
