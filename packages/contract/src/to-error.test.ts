import { runInNewContext } from 'node:vm';
import { errorCode, toError } from './to-error.js';

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

describe(errorCode, () => {
  const withCode = (error: Error): Error => Object.assign(error, { code: 'ENOENT' });

  it.each([
    ['an error', withCode(new Error('absent')), 'ENOENT'],
    ['an error of another realm', withCode(runInNewContext("new Error('absent')") as Error), 'ENOENT'],
    ['an object', { code: 10058 }, 10058],
    ['an error without one', new Error('absent'), undefined],
    ['a text', 'ENOENT', undefined],
    ['a function with one', Object.assign(() => undefined, { code: 'ENOENT' }), undefined],
    ['null', null, undefined],
    ['nothing', undefined, undefined],
  ])('of %s', (_what, thrown: unknown, code) => {
    expect(errorCode(thrown)).toBe(code);
  });
});
