import { type ErrorCode, errorTable } from './error-table.js';
import * as contract from './index.js';
import {
  InvalidConfigurationError,
  InvalidModuleError,
  isSymphonyError,
  KeyNotFoundError,
  PermissionError,
  RemoteError,
  RevisionConflictError,
  SymphonyError,
  TimeoutError,
} from './symphony-error.js';

type ErrorClass = new (params: never) => SymphonyError;
const classes = new Map<string, ErrorClass>(
  Object.entries(contract).filter(([name]) => name.endsWith('Error')) as never,
);
const named = Object.entries(errorTable).flatMap(([code, entry]) =>
  'name' in entry && typeof entry.name === 'string' ? [[code as ErrorCode, entry.name] as const] : [],
);

/** An error of another installed copy of this package: the same brand and code, but other classes. */
const foreign = (code: ErrorCode): Error =>
  Object.assign(new Error('of another copy'), { code, [Symbol.for('symphony-ts.error')]: true });

describe('a code, its class and its name', () => {
  const params = {
    subject: 's',
    timeoutMs: 1,
    looked: [],
    problems: [],
    issues: [],
    changes: [],
    allow: [],
    known: [],
  };

  it.each(named)('cannot part: %s is %s', (code, name) => {
    const cls = classes.get(name);
    const error = new SymphonyError(code, params);
    expect(error).toBeInstanceOf(cls);
    expect(error.constructor).toBe(cls);
    expect(error.name).toBe(name);
    expect(foreign(code)).toBeInstanceOf(cls);
    const own = new (cls as ErrorClass)(params as never);
    expect(own.code).toBe(code);
    expect(own.name).toBe(name);
  });

  it('leaves no exported class without a code', () => {
    const others = ['SymphonyError', 'EndpointError', 'isError', 'toError', 'isSymphonyError'];
    expect([...classes.keys()].filter((name) => !others.includes(name)).toSorted()).toEqual(
      named.map(([, name]) => name).toSorted(),
    );
  });

  it('are SymphonyError where the code has no class of its own', () => {
    const error = new SymphonyError('NOT_FOUND', { what: 'role', id: 'a' });
    expect(error.constructor).toBe(SymphonyError);
    expect(error.name).toBe('SymphonyError');
  });
});

describe('instanceof', () => {
  const error = new SymphonyError('TIMEOUT', { subject: 's', timeoutMs: 1 });

  it.each([
    ['the base', SymphonyError, true],
    ['its class', TimeoutError, true],
    ['another class', PermissionError, false],
  ])('goes by the code: %s', (_what, cls, expected) => {
    expect(error instanceof cls).toBe(expected);
    expect(foreign('TIMEOUT') instanceof cls).toBe(expected);
  });

  it.each([[undefined], [null], ['TIMEOUT'], [new Error('TIMEOUT')], [{ code: 'TIMEOUT' }]])(
    'is false for %p',
    (value) => {
      expect(value instanceof (SymphonyError as never)).toBe(false);
      expect(value instanceof (TimeoutError as never)).toBe(false);
    },
  );

  it('is ordinary for a class that a user derives', () => {
    class SlowError extends TimeoutError {}
    expect(new SlowError({ subject: 's', timeoutMs: 1 })).toBeInstanceOf(SlowError);
    expect(new SlowError({ subject: 's', timeoutMs: 1 })).toBeInstanceOf(TimeoutError);
    expect(error).not.toBeInstanceOf(SlowError);
  });
});

describe('the facts of a class', () => {
  it('are there however the error was made', () => {
    const remote = new SymphonyError('REMOTE_ERROR', {
      subject: 's',
      status: 404,
      description: 'no',
      details: { a: 1 },
    });
    expect(remote).toMatchObject({ remoteStatus: 404, details: { a: 1 } });
    expect(new RemoteError({ subject: 's', status: 409, description: 'no' }).remoteStatus).toBe(409);
    expect(new RevisionConflictError({ bucket: 'b', key: 'k', expected: 1, actual: 2 })).toMatchObject({
      expected: 1,
      actual: 2,
    });
    expect(new InvalidModuleError({ problems: [] }).problems).toEqual([]);
    expect(new KeyNotFoundError({ bucket: 'b', key: 'k' }).text).toBe("bucket 'b' has no key 'k'");
    expect(new InvalidConfigurationError({ setting: 'a', reason: 'b' }).status).toBe(500);
  });
});

describe(isSymphonyError, () => {
  it('tells codes apart, also of another copy', () => {
    expect(isSymphonyError(foreign('TIMEOUT'), 'TIMEOUT')).toBe(true);
    expect(isSymphonyError(foreign('TIMEOUT'), 'ABORTED')).toBe(false);
    expect(isSymphonyError(new Error('other'))).toBe(false);
  });
});
