import { runInNewContext } from 'node:vm';
import { isPromiseLike, whenReady } from './promise-like.js';

/** A query builder like Knex's: a function or an object that runs when it is awaited. */
class Query {
  runs = 0;
  // oxlint-disable-next-line unicorn/no-thenable -- a query of a library is one
  then(resolve: (value: string) => unknown): Promise<unknown> {
    this.runs += 1;
    return Promise.resolve('rows').then(resolve);
  }
}

describe(isPromiseLike, () => {
  it.each([
    ['a promise', Promise.resolve(1), true],
    ['a promise of another realm', runInNewContext('Promise.resolve(1)'), true],
    ['a lazy query', new Query(), true],
    ['a function with then', Object.assign(() => 1, { then: () => undefined }), true],
    ['null', null, false],
    ['undefined', undefined, false],
    ['text', 'then', false],
    ['an object whose then is data', { then: 'later' }, false],
    ['a function', () => 1, false],
  ])('tells whether %s must be waited for', (_what, value: unknown, expected) => {
    expect(isPromiseLike(value)).toBe(expected);
  });
});

describe(whenReady, () => {
  it('continues at once with a plain value', () => {
    expect(whenReady(2, (value) => value + 1)).toBe(3);
  });

  it('runs a lazy query once and gives a real promise', async () => {
    const query = new Query();
    const result = whenReady(query as PromiseLike<string>, (rows) => `${rows}!`);
    expect(result).toBeInstanceOf(Promise);
    await expect(result).resolves.toBe('rows!');
    expect(query.runs).toBe(1);
  });
});
