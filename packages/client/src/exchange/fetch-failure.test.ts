import { explainFailure, explainNatsFailure } from './fetch-failure.js';

const failure = (code: string, more: object = {}): Error => {
  const cause = Object.assign(new Error(`low-level ${code}`), { code, ...more });
  return new TypeError('fetch failed', { cause });
};

describe('explainFailure', () => {
  it.each([
    [failure('ENOTFOUND'), 'the host name is not known here (ENOTFOUND)'],
    [failure('EAI_AGAIN'), 'the host name cannot be resolved just now (EAI_AGAIN)'],
    [failure('ECONNREFUSED'), 'nothing listens there (ECONNREFUSED)'],
    [failure('ECONNRESET'), 'the connection was reset (ECONNRESET)'],
    [failure('EHOSTUNREACH'), 'there is no route to the host (EHOSTUNREACH)'],
    [failure('ENETUNREACH'), 'there is no route to its network (ENETUNREACH)'],
    [failure('ETIMEDOUT'), 'the host did not answer (ETIMEDOUT)'],
    [failure('UND_ERR_CONNECT_TIMEOUT'), 'the host did not answer (UND_ERR_CONNECT_TIMEOUT)'],
    [failure('UND_ERR_SOCKET'), 'the connection was cut before an answer (UND_ERR_SOCKET)'],
    [failure('EPROTO'), 'if the server speaks plain HTTP, SYMPHONY_ADDRESS needs an http:// URL (EPROTO)'],
    [failure('ERR_SSL_WRONG_VERSION_NUMBER'), 'does not speak TLS there; SYMPHONY_ADDRESS needs an http:// URL'],
    [failure('ERR_SSL_PACKET_LENGTH_TOO_LONG'), 'does not speak TLS there; SYMPHONY_ADDRESS needs an http:// URL'],
    [failure('CERT_HAS_EXPIRED'), 'its certificate has expired (CERT_HAS_EXPIRED)'],
    [failure('CERT_NOT_YET_VALID'), 'its certificate is not valid yet; compare the clocks (CERT_NOT_YET_VALID)'],
    [failure('DEPTH_ZERO_SELF_SIGNED_CERT'), 'is self-signed; name its authority in NODE_EXTRA_CA_CERTS'],
    [failure('SELF_SIGNED_CERT_IN_CHAIN'), 'from an unknown authority; name that in NODE_EXTRA_CA_CERTS'],
    [failure('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'), 'from an unknown authority; name that in NODE_EXTRA_CA_CERTS'],
    [failure('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'from an unknown authority; name that in NODE_EXTRA_CA_CERTS'],
    [
      failure('ERR_TLS_CERT_ALTNAME_INVALID', { cert: { subjectaltname: 'DNS:a.example, DNS:b.example' } }),
      'valid for DNS:a.example, DNS:b.example; SYMPHONY_ADDRESS must name one of them',
    ],
    [failure('ERR_TLS_CERT_ALTNAME_INVALID'), 'valid for other names; SYMPHONY_ADDRESS must name one of them'],
    [failure('ERR_TLS_CERT_ALTNAME_INVALID', { cert: { subjectaltname: 7 } }), 'valid for other names'],
    [failure('E_NEW'), 'low-level E_NEW'],
    [failure('toString'), 'low-level toString'],
    [{ code: 'E_MUTE', message: '' }, 'E_MUTE'],
    [{ code: 7, message: 'a number for a code' }, 'a number for a code'],
    [new Error('plain'), 'plain'],
    [new TypeError('fetch failed', { cause: new Error('bad port') }), 'bad port'],
    [
      new TypeError('fetch failed', {
        cause: new AggregateError([failure('ETIMEDOUT').cause, failure('ECONNREFUSED').cause]),
      }),
      'nothing listens there (ECONNREFUSED)',
    ],
    ['text', 'text'],
    [undefined, 'undefined'],
    [null, 'null'],
  ])('explains %s', (error, text) => {
    expect(explainFailure(error)).toContain(text);
  });

  it('reports the innermost cause with a code, even if a deeper cause has no code', () => {
    const inner = Object.assign(new Error('inner'), { code: 'ENOTFOUND', cause: new Error('deepest') });
    expect(explainFailure(new Error('outer', { cause: inner }))).toBe('the host name is not known here (ENOTFOUND)');
  });

  it('ends if the causes form a circle', () => {
    const error = Object.assign(new Error('round'), { code: 'E_ROUND' });
    error.cause = error;
    expect(explainFailure(error)).toBe('round');
  });
});

describe('explainNatsFailure', () => {
  it.each([
    [failure('ECONNREFUSED'), 'nothing listens there (ECONNREFUSED)'],
    [failure('EPROTO'), 'TLS could not be agreed on (EPROTO)'],
    [failure('ERR_SSL_WRONG_VERSION_NUMBER'), 'does not begin with TLS; omit TLS first, or name another port'],
    [failure('ERR_SSL_PACKET_LENGTH_TOO_LONG'), 'does not begin with TLS; omit TLS first, or name another port'],
    [failure('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'), 'the server wants a client certificate'],
    [failure('ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'), 'the server wants a client certificate'],
    [failure('DEPTH_ZERO_SELF_SIGNED_CERT'), 'is self-signed; name its authority as ca'],
    [failure('SELF_SIGNED_CERT_IN_CHAIN'), 'from an unknown authority; name that as ca'],
    [failure('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'), 'from an unknown authority; name that as ca'],
    [failure('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'from an unknown authority; name that as ca'],
    [failure('ERR_TLS_CERT_ALTNAME_INVALID'), 'valid for other names; the address must name one of them'],
  ])('explains %s', (error, text) => {
    expect(explainNatsFailure(error)).toContain(text);
  });
});
