import { explainFailure } from './fetch-failure.js';

const failure = (code: string, more: object = {}): Error => {
  const cause = Object.assign(new Error(`low-level ${code}`), { code, ...more });
  return new TypeError('fetch failed', { cause });
};

describe('explainFailure', () => {
  it.each([
    [failure('ENOTFOUND'), 'the host name is not known here (ENOTFOUND)'],
    [failure('SELF_SIGNED_CERT_IN_CHAIN'), 'NODE_EXTRA_CA_CERTS'],
    [failure('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'NODE_EXTRA_CA_CERTS'],
    [
      failure('ERR_TLS_CERT_ALTNAME_INVALID', { cert: { subjectaltname: 'DNS:a.example, DNS:b.example' } }),
      'DNS:a.example, DNS:b.example; SYMPHONY_ADDRESS must name one of them',
    ],
    [failure('E_NEW'), 'low-level E_NEW'],
    [new Error('plain'), 'plain'],
    [new TypeError('fetch failed', { cause: new Error('bad port') }), 'bad port'],
    [
      new TypeError('fetch failed', { cause: new AggregateError([failure('ECONNREFUSED').cause]) }),
      'nothing listens there (ECONNREFUSED)',
    ],
    ['text', 'text'],
  ])('explains %s', (error, text) => {
    expect(explainFailure(error)).toContain(text);
  });

  it('ends on causes that go in a circle', () => {
    const error = Object.assign(new Error('round'), { code: 'E_ROUND' });
    error.cause = error;
    expect(explainFailure(error)).toBe('round');
  });
});
