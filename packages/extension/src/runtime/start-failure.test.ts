import { startFailure } from './start-failure.js';

describe(startFailure, () => {
  it.each([
    ['nothing', undefined, 'undefined'],
    ['text', 'no database', 'no database'],
    ['a frozen object', Object.freeze({ message: 'no database' }), 'no database'],
  ])('names where %s was thrown', (_what, thrown: unknown, reason) => {
    expect(startFailure(thrown, '@OnStart Shop.open')).toMatchObject({
      code: 'STARTUP_FAILED',
      params: { what: '@OnStart Shop.open', reason },
      cause: thrown,
    });
  });

  it('passes an error on as it is', () => {
    const error = new AggregateError([new Error('a')], 'both');
    expect(startFailure(error, '@OnStart Shop.open')).toBe(error);
  });
});
