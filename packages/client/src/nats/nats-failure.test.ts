import { connectFailure, isAuthFailure, type Shown } from './nats-failure.js';

const named = (name: string, message = 'what the library says'): Error => Object.assign(new Error(message), { name });
const coded = (code: string): Error => Object.assign(new Error('low-level'), { code });

describe(isAuthFailure, () => {
  it.each([
    [named('AuthorizationError'), true],
    [named('UserAuthenticationExpiredError'), true],
    [named('ProtocolError', 'Authentication Revoked'), true],
    [named('TimeoutError'), false],
    [named('Error', 'authentication'), false],
  ])('of %s is %s', (error, expected) => {
    expect(isAuthFailure(error)).toBe(expected);
  });
});

describe(connectFailure, () => {
  const silent = 'it did not answer in time';
  it.each<[string, unknown, Shown, string, string]>([
    ['a refusal', named('AuthorizationError', 'no'), {}, 'AUTHENTICATION_FAILED', 'no'],
    ['silence', named('TimeoutError'), {}, 'CONNECTION_FAILED', silent],
    [
      'silence with a reason',
      named('TimeoutError'),
      { silence: '; is it NATS?' },
      'CONNECTION_FAILED',
      `${silent}; is it NATS?`,
    ],
    [
      'silence after a JWT that is too long',
      named('TimeoutError'),
      { jwt: 'x'.repeat(3_796) },
      'CONNECTION_FAILED',
      `${silent}; the JWT of this key has 3796 bytes, and a server takes 4096 in all unless its max_control_line is higher`,
    ],
    ['silence after one that fits', named('TimeoutError'), { jwt: 'x'.repeat(3_795) }, 'CONNECTION_FAILED', silent],
    [
      'a server that is full',
      named('TimeoutError'),
      { refusal: 'Maximum Connections Exceeded' },
      'CONNECTION_FAILED',
      'it has as many connections as it accepts (max_connections)',
    ],
    [
      'a server that accepts nobody',
      named('TimeoutError'),
      { refusal: 'lame duck' },
      'CONNECTION_FAILED',
      'it accepts nobody: lame duck',
    ],
    [
      'a server that hangs up',
      named('Error', 'undefined error'),
      {},
      'CONNECTION_FAILED',
      'it hung up without a word; if it begins with TLS (handshake_first), say so',
    ],
    ['nobody there', coded('ECONNREFUSED'), {}, 'CONNECTION_FAILED', 'nothing listens there (ECONNREFUSED)'],
    [
      'an unknown authority of a platform',
      coded('SELF_SIGNED_CERT_IN_CHAIN'),
      {},
      'CONNECTION_FAILED',
      'name that in NODE_EXTRA_CA_CERTS',
    ],
    [
      'an unknown authority of a plain server',
      coded('SELF_SIGNED_CERT_IN_CHAIN'),
      { login: 'the user' },
      'CONNECTION_FAILED',
      'name that as ca',
    ],
    ['text', 'no way', {}, 'CONNECTION_FAILED', 'no way'],
  ])('explains %s', (_what, thrown, shown, code, reason) => {
    const error = connectFailure(thrown, ['a:1', 'b:2'], shown);
    expect(error).toMatchObject({ code, params: { address: 'a:1, b:2', reason: expect.stringContaining(reason) } });
    if (reason === silent) expect(error.params.reason).toBe(silent);
  });

  it('keeps the cause, and names the login to a plain server', () => {
    const cause = named('AuthorizationError');
    expect(connectFailure(cause, ['a'], { login: 'the user' })).toMatchObject({ cause, params: { login: 'the user' } });
    expect(connectFailure(cause, ['a'], {}).params).not.toHaveProperty('login');
    expect(connectFailure(coded('E'), ['a'], { login: 'the user' }).params).toMatchObject({ isPlainNats: true });
    expect(connectFailure(coded('E'), ['a'], {}).params).not.toHaveProperty('isPlainNats');
  });
});
