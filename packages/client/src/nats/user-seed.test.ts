import { createAccount, createUser } from '@nats-io/nkeys';
import { isUserSeed, privateKeyOf, userKeyOf } from './user-seed.js';

const seedOf = (pair: { getSeed(): Uint8Array }): string => Buffer.from(pair.getSeed()).toString();

describe('isUserSeed', () => {
  it.each(Array.from({ length: 20 }, () => seedOf(createUser())))('takes %s', (seed) => {
    expect(isUserSeed(seed)).toBe(true);
  });

  const seed = seedOf(createUser());
  it.each([
    ['nothing', ''],
    ['the seed of an account', seedOf(createAccount())],
    ['a public key', createUser().getPublicKey()],
    ['a seed that was cut', seed.slice(0, -1)],
    ['a seed with a wrong letter', seed.slice(0, 20) + (seed[20] === 'A' ? 'B' : 'A') + seed.slice(21)],
    ['other text', 'SU-not'],
  ])('refuses %s', (_what, text) => {
    expect(isUserSeed(text)).toBe(false);
  });
});

describe('userKeyOf', () => {
  it('gives the key that the NATS library gives', () => {
    for (const user of Array.from({ length: 20 }, createUser)) {
      expect(userKeyOf(privateKeyOf(seedOf(user)))).toBe(user.getPublicKey());
    }
  });
});
