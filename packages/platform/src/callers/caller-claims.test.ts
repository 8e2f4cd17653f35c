import { createPublicKey, verify } from 'node:crypto';
import { CallerClaim, claimText, parseCallerProof } from '@symphony-ts/contract';
import { type ApiKey } from '../keys/api-key.js';
import { secretNKey } from '../keys/token-secret.js';
import { CallerClaims, identityOf } from './caller-claims.js';
import { CallerSigner } from './caller-signer.js';

const START = Date.parse('2026-01-01T00:00:00Z');
const key = (more: Partial<ApiKey> = {}): ApiKey => ({
  id: 'K1',
  name: 'a key',
  kind: 'client',
  hash: '',
  nkey: '',
  created: new Date(START).toISOString(),
  ...more,
});

/** The content of a claim, if `publicKey` signed it. */
function read(signed: string | undefined, publicKey: string): CallerClaim | undefined {
  const proof = parseCallerProof(signed ?? '');
  if (!proof) return undefined;
  const checks = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  const isRight = verify(null, Buffer.from(claimText(proof.claim)), checks, Buffer.from(proof.signature, 'base64url'));
  return isRight ? CallerClaim.parse(JSON.parse(Buffer.from(proof.claim, 'base64url').toString())) : undefined;
}

describe('identityOf', () => {
  it.each([
    ['an extension', { kind: 'extension', prefix: 'orders' }, { kind: 'extension', key: 'K1', prefix: 'orders' }],
    ['a key of a person', { owner: 'ADA' }, { kind: 'person', key: 'K1', person: 'ADA' }],
    ['a client of the operator', {}, { kind: 'client', key: 'K1' }],
    [
      'an extension that a person owns',
      { kind: 'extension', prefix: 'orders', owner: 'ADA' },
      { kind: 'extension', key: 'K1', prefix: 'orders' },
    ],
    ['a registration token', { kind: 'registration' }, undefined],
  ] satisfies [string, Partial<ApiKey>, unknown][])('it tells %s', (_what, more, expected) => {
    expect(identityOf(key(more))).toEqual(expected);
  });
});

describe('CallerClaims', () => {
  const signer = new CallerSigner(Buffer.alloc(32, 7));
  let now = START;
  const claims = new CallerClaims(signer, () => now);
  beforeEach(() => {
    now = START;
  });

  it('it names the extension that a claim is for, and signs it', () => {
    expect(read(claims.forExtension(key(), 'catalog'), claims.publicKey)).toEqual({
      caller: { kind: 'client', key: 'K1' },
      audience: 'catalog',
      expires: START / 1_000 + 120,
    });
    const other = new CallerSigner(Buffer.alloc(32, 8)).publicKey;
    expect(read(claims.forExtension(key(), 'catalog'), other)).toBeUndefined();
  });

  it('it signs a new claim before the last one ends', () => {
    const first = claims.forExtension(key(), 'catalog');
    now += 59_000;
    expect(claims.forExtension(key(), 'catalog')).toBe(first);
    now += 2_000;
    expect(claims.forExtension(key(), 'catalog')).not.toBe(first);
  });

  it('it keeps apart what it says of two keys, and to two extensions', () => {
    const read = (id: string, audience: string) => claims.forExtension(key({ id }), audience);
    const all = [read('K1', 'catalog'), read('K2', 'catalog'), read('K1', 'orders')];
    expect(new Set(all).size).toBe(3);
    now += 1_000;
    expect([read('K1', 'catalog'), read('K2', 'catalog'), read('K1', 'orders')]).toEqual(all);
  });

  it('it names the key of a user, who has to sign, too', () => {
    const user = secretNKey('AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA').publicKey;
    const claim = read(claims.forUser(key(), user, START + 3_600_000), claims.publicKey);
    expect(claim).toEqual({
      caller: { kind: 'client', key: 'K1' },
      holder: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      expires: START / 1_000 + 3_600,
    });
  });
});
