import fc from 'fast-check';
import { InvalidTokenError } from './symphony-error.js';
import { decodeBase32, encodeBase32, formatToken, parseToken } from './token.js';

describe('parseToken', () => {
  it.each([
    'symphony.example.com',
    'symphony.symphony.svc.cluster.local',
    '127.0.0.1:18080',
    '[::1]:8443',
    'localhost',
  ])('reads back the host %s', (host) => {
    const token = { host, keyId: 'K1', secret: 's_e-cret' };
    expect(parseToken(` ${formatToken(token)}\n`)).toEqual(token);
  });

  it('takes lower case and padding', () => {
    expect(parseToken('nrxwgylmnbxxg5a=.K.s').host).toBe('localhost');
  });

  it.each([
    ['nothing', ''],
    ['one part', 'ABC'],
    ['two parts', 'NRXWGYLMNBXXG5A.K'],
    ['four parts', 'NRXWGYLMNBXXG5A.K.S.T'],
    ['a host that is not base32', '1189.K.S'],
    ['a host with a path', formatToken({ host: 'a/b', keyId: 'K', secret: 'S' })],
    ['a port out of range', formatToken({ host: 'a:99999', keyId: 'K', secret: 'S' })],
    ['a secret with spaces', 'NRXWGYLMNBXXG5A.K.a b'],
  ])('refuses %s', (_what, text) => {
    expect(() => parseToken(text)).toThrow(InvalidTokenError);
  });

  it('throws nothing but InvalidTokenError, and never shows the text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), (text) => {
        try {
          parseToken(text);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidTokenError);
          expect((error as Error).message).not.toContain(text);
        }
      }),
    );
  });
});

describe('decodeBase32', () => {
  it('undoes encodeBase32', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => expect(decodeBase32(encodeBase32(bytes))).toEqual(bytes)));
  });
});
