import { jwtAuthenticator, nkeyAuthenticator as libraryAuthenticator } from '@nats-io/nats-core';
import { createUser, type KeyPair } from '@nats-io/nkeys';
import { nkeyAuthenticator, SeedSigner, userAuthenticator } from './seed-signer.js';

const seedOf = (user: KeyPair): string => Buffer.from(user.getSeed()).toString();
const isSignedBy = (user: KeyPair, text: string, signature: Buffer): boolean =>
  user.verify(Buffer.from(text), new Uint8Array(signature));

describe('SeedSigner', () => {
  it.each(['', 'nonce', 'Zoë'])('signs %j as the NATS library does', (text) => {
    const user = createUser();
    const signature = new SeedSigner(() => seedOf(user)).sign(Buffer.from(text));
    expect(signature.equals(Buffer.from(user.sign(Buffer.from(text))))).toBe(true);
  });

  it('signs with the seed of now', () => {
    const [before, after] = [createUser(), createUser()];
    let current = before;
    const signer = new SeedSigner(() => seedOf(current));
    expect(isSignedBy(before, 'a', signer.sign(Buffer.from('a')))).toBe(true);
    current = after;
    expect(isSignedBy(after, 'a', signer.sign(Buffer.from('a')))).toBe(true);
  });

  it('refuses what is no seed', () => {
    expect(() => new SeedSigner(() => 'SU').sign(Buffer.from('a'))).toThrow();
  });
});

describe('userAuthenticator', () => {
  const jwtOf = (claims: object): string => ['header', JSON.stringify(claims), 'signature'].map(encode).join('.');
  const encode = (text: string): string => Buffer.from(text).toString('base64url');

  it('answers as the authenticator of the NATS library, with the JWT of now', () => {
    const user = createUser();
    const claims = { sub: user.getPublicKey(), jti: 'first' };
    let jwt = jwtOf(claims);
    const authenticate = userAuthenticator(() => jwt, new SeedSigner(() => seedOf(user)));
    expect(authenticate('nonce')).toEqual(jwtAuthenticator(jwt, user.getSeed())('nonce'));
    jwt = jwtOf({ ...claims, jti: 'second' });
    expect(authenticate('another')).toEqual(jwtAuthenticator(jwt, user.getSeed())('another'));
    expect(authenticate()).toEqual(jwtAuthenticator(jwt, user.getSeed())());
  });

  it.each([jwtOf({ jti: 'no subject' }), 'no JWT'])('names the key of the seed beside %s', (jwt) => {
    const user = createUser();
    const authenticate = userAuthenticator(() => jwt, new SeedSigner(() => seedOf(user)));
    expect(authenticate('nonce')).toEqual(jwtAuthenticator(jwt, user.getSeed())('nonce'));
  });
});

describe('nkeyAuthenticator', () => {
  it.each(['nonce', undefined])('answers %p as the authenticator of the NATS library', (nonce) => {
    const user = createUser();
    const authenticate = nkeyAuthenticator(new SeedSigner(() => seedOf(user)));
    expect(authenticate(nonce)).toEqual(libraryAuthenticator(user.getSeed())(nonce));
  });
});
