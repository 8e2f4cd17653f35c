import { EndpointError } from './endpoint-error.js';
import { silentLogger } from './logger.js';
import { logRefusal, type RefusalOptions, refusalHeaders, refusalOf } from './refusal.js';
import { KeyNotFoundError, SymphonyError } from './symphony-error.js';

const logged: [string, Error][] = [];
const options: RefusalOptions = {
  what: 'the handler',
  logOf: 'the extension',
  newId: () => 'id-1',
  log: (id, error) => logged.push([id, error]),
};
const issues = [{ path: 'name', message: 'is missing' }];
const hidden = { error: 'the handler failed; the log of the extension has the details', id: 'id-1' };
const trap = (): never => {
  throw new Error('trapped');
};
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();

beforeEach(() => void logged.splice(0));

describe(refusalOf, () => {
  it.each([
    ['an EndpointError', new EndpointError(404, 'no order'), 404, { error: 'no order', code: 404 }],
    ['its details', new EndpointError(409, 'taken', { by: 1 }), 409, { error: 'taken', code: 409, details: { by: 1 } }],
    ['a status that is none', new EndpointError(200, 'no'), 500, { error: 'no', code: 500 }],
    [
      'issues of a schema',
      new SymphonyError('INVALID_INPUT', { subject: 's', issues }),
      400,
      { error: 's: name: is missing', code: 'INVALID_INPUT', details: issues },
    ],
  ])('tells the caller of %s', (_what, thrown, status, body) => {
    expect(refusalOf(thrown, options)).toEqual({ status, body });
    expect(logged).toEqual([]);
  });

  it.each([
    ['an unexpected error', new TypeError('secret'), 'INTERNAL'],
    ['text', 'secret', 'INTERNAL'],
    ['nothing', undefined, 'INTERNAL'],
    ['a revoked proxy', revoked, 'INTERNAL'],
    ['a proxy whose traps throw', new Proxy({}, { has: trap, get: trap, getPrototypeOf: trap }), 'INTERNAL'],
    ['an error that is not meant for the caller', new KeyNotFoundError({ bucket: 'b', key: 'k' }), 'KEY_NOT_FOUND'],
  ])('keeps %s in the log, under an id', (_what, thrown: unknown, code) => {
    const refusal = refusalOf(thrown, { ...options, isPublic: () => false });
    expect(refusal).toEqual({ status: 500, body: { ...hidden, code } });
    expect(logged).toEqual([['id-1', expect.any(Error)]]);
  });

  it.each([
    ['a Set', { missing: new Set(['a']) }, 'details.missing is a Set'],
    ['a bigint', 1n, 'details is a bigint'],
    ['a toJSON that fails', { toJSON: trap }, 'details is not JSON: trapped'],
    ['undefined in a list', [1, undefined], 'details.1 is undefined in a list'],
  ])('omits details with %s, and says so in the log', (_what, details, reason) => {
    const { status, body } = refusalOf(new EndpointError(409, 'taken', details), options);
    expect([status, body]).toEqual([409, { error: 'taken', code: 409, id: 'id-1' }]);
    expect(logged[0]?.[1].message).toContain(reason);
  });
});

describe(refusalHeaders, () => {
  it.each([
    ['Zoë fehlt – 名前', 'Zoë fehlt – 名前'],
    ['two\r\nlines\tand\u0000more', 'two lines and more'],
    ['x'.repeat(300), 'x'.repeat(200)],
  ])('writes %j as one line in its own script', (error, line) => {
    expect(refusalHeaders({ status: 409, body: { error } })).toEqual({
      'Nats-Service-Error-Code': '409',
      'Nats-Service-Error': line,
    });
  });
});

describe(logRefusal, () => {
  it('writes the error beside its id', () => {
    const lines: unknown[] = [];
    const error = new Error('why');
    logRefusal({ ...silentLogger, error: (...line) => lines.push(line) }, 'Orders.get')('id-2', error);
    expect(lines).toEqual([['Orders.get failed', { error_id: 'id-2', err: error }]]);
  });
});
