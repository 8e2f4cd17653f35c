import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type CallerClaim, type CallerIdentity, claimText, encodeBase32 } from '@symphony-ts/contract';
import { CallerProofs } from './caller-proofs.js';
import { CallerVerifier } from './caller-verifier.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const seconds = (afterMs: number): number => (NOW + afterMs) / 1_000;
const ada: CallerIdentity = { kind: 'person', key: 'K1', person: 'ADA' };

interface Pair {
  readonly privateKey: KeyObject;
  readonly publicKey: string;
}
function newPair(): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey: publicKey.export({ format: 'jwk' }).x ?? '' };
}
/** The seed of a NATS user with that key. Its checksum is not read. */
const seedOf = ({ privateKey }: Pair): string => {
  const raw = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
  return encodeBase32(Buffer.concat([Buffer.of(0x95, 0x00), raw, Buffer.alloc(2)]));
};
const signClaim = (claim: CallerClaim, { privateKey }: Pair): string => {
  const text = Buffer.from(JSON.stringify(claim)).toString('base64url');
  return `${text}.${sign(null, Buffer.from(claimText(text)), privateKey).toString('base64url')}`;
};

describe('CallerVerifier', () => {
  const platform = newPair();
  const user = newPair();
  const thief = newPair();
  let now = NOW;
  const verifierFor = (audience: string) =>
    new CallerVerifier({ audience, platformKey: () => platform.publicKey, now: () => now });
  const proofFrom = (claim: string, holder: Pair, audience = 'catalog'): string => {
    const source = {
      claim: () => claim,
      platformKey: () => undefined,
      seed: () => seedOf(holder),
      now: () => ({ earliest: now, latest: now }),
    };
    return new CallerProofs(source).proofFor(`cirata.extensions.${audience}.list`)?.value ?? '';
  };
  const forCatalog: CallerClaim = { caller: ada, audience: 'catalog', expires: seconds(60_000) };
  const ofUser: CallerClaim = { caller: ada, holder: user.publicKey, expires: seconds(3_600_000) };
  beforeEach(() => {
    now = NOW;
  });

  it.each([
    ['a claim of the platform for this extension', signClaim(forCatalog, platform), ada],
    ['a claim whose holder signed for this extension', proofFrom(signClaim(ofUser, platform), user), ada],
    ['no header', '', undefined],
    ['text', 'ada', undefined],
    ['JSON that says who it is', JSON.stringify(ada), undefined],
    ['a claim for another extension', signClaim({ ...forCatalog, audience: 'orders' }, platform), undefined],
    ['a claim for nobody', signClaim({ caller: ada, expires: seconds(60_000) }, platform), undefined],
    ['a claim that somebody else signed', signClaim(forCatalog, thief), undefined],
    ['a claim that has ended', signClaim({ ...forCatalog, expires: seconds(-1_000) }, platform), undefined],
    ['the claim of a holder without its signature', signClaim(ofUser, platform), undefined],
    ['the claim of a holder that another one signed', proofFrom(signClaim(ofUser, platform), thief), undefined],
    ['what its holder signed for another extension', proofFrom(signClaim(ofUser, platform), user, 'orders'), undefined],
    ['a holder’s own claim about itself', proofFrom(signClaim(ofUser, user), user), undefined],
    ['a claim of the platform with a signature behind it', proofFrom(signClaim(forCatalog, platform), user), undefined],
    ['more than a header can be', `${'A'.repeat(3_000)}.${'A'.repeat(86)}`, undefined],
  ])('it reads %s', (_what, proof, expected) => {
    const verifier = verifierFor('catalog');
    expect(verifier.read(proof)).toEqual(expected);
    expect(verifier.read(proof)).toEqual(expected); // from its memory
  });

  it("it accepts a proof only until its holder's signature expires", () => {
    const verifier = verifierFor('catalog');
    const proof = proofFrom(signClaim(ofUser, platform), user);
    now += 299_000;
    expect(verifier.read(proof)).toEqual(ada);
    now += 2_000;
    expect(verifier.read(proof)).toBeUndefined();
  });

  it('it accepts a proof while it is uncertain whether the proof has expired', () => {
    const proof = proofFrom(signClaim(ofUser, platform), user);
    const source = { claim: () => undefined, platformKey: () => platform.publicKey, seed: () => seedOf(user) };
    const verifierAt = (earliest: number) =>
      new CallerProofs({ ...source, now: () => ({ earliest, latest: now + 3_600_000 }) }).verifierFor('catalog');
    expect(verifierAt(now + 1_000).read(proof)).toEqual(ada);
    expect(verifierAt(now + 301_000).read(proof)).toBeUndefined();
  });

  it('it refuses a proof with changed content', () => {
    const [claim = '', ...rest] = proofFrom(signClaim(ofUser, platform), user).split('.');
    const other = Buffer.from(JSON.stringify({ ...ofUser, caller: { ...ada, person: 'BOB' } })).toString('base64url');
    const [, until = '', last = ''] = rest;
    expect(verifierFor('catalog').read([other, ...rest].join('.'))).toBeUndefined();
    expect(verifierFor('catalog').read([claim, rest[0], Number(until) + 600, last].join('.'))).toBeUndefined();
  });
});

describe('CallerProofs', () => {
  const user = newPair();
  let now = NOW;
  let claim: string | undefined = 'claim.signature';
  const proofs = new CallerProofs({
    claim: () => claim,
    platformKey: () => undefined,
    seed: () => seedOf(user),
    now: () => ({ earliest: now - 600_000, latest: now }),
  });

  it('it signs once for each extension, in three minutes', () => {
    const first = proofs.proofFor('cirata.extensions.catalog.list');
    expect(proofs.proofFor('cirata.extensions.catalog.instance.A.show')).toBe(first);
    expect(proofs.proofFor('cirata.extensions.orders.list')).not.toBe(first);
    now += 180_000;
    expect(proofs.proofFor('cirata.extensions.catalog.list')).not.toBe(first);
  });

  it.each(['cirata.services.info', 'extensions.catalog.changed', 'cirata.extensions.catalog', 'other'])(
    'it sends no proof to %s',
    (subject) => {
      expect(proofs.proofFor(subject)).toBeUndefined();
    },
  );

  it('it has no proof if the platform gives it no claim', () => {
    claim = undefined;
    expect(proofs.proofFor('cirata.extensions.catalog.list')).toBeUndefined();
  });
});
