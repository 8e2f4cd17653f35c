import { fromPublic, fromSeed } from '@nats-io/nkeys';
import { deriveNKey, NKey, type NKeyKind } from './nkey.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('NKey', () => {
  it.each<[NKeyKind, string, string]>([
    ['operator', 'O', 'SO'],
    ['account', 'A', 'SA'],
    ['user', 'U', 'SU'],
  ])('of kind %s reads the same in the NATS library', (kind, publicLetter, seedLetters) => {
    const key = deriveNKey(kind, bytes('secret'), 'label');
    const same = fromSeed(bytes(key.seed()));
    expect(key.publicKey.startsWith(publicLetter)).toBe(true);
    expect(key.seed().startsWith(seedLetters)).toBe(true);
    expect(same.getPublicKey()).toBe(key.publicKey);
    expect(fromPublic(key.publicKey).verify(bytes('nonce'), key.sign(bytes('nonce')))).toBe(true);
    expect(Buffer.from(same.sign(bytes('nonce')))).toEqual(Buffer.from(key.sign(bytes('nonce'))));
  });

  it('does not print its secret', () => {
    const key = new NKey('user', new Uint8Array(32).fill(7));
    expect(JSON.stringify(key)).toBe(JSON.stringify({ publicKey: key.publicKey }));
  });
});

describe('deriveNKey', () => {
  it('gives one key for one secret, kind and label, and another for any other', () => {
    const of = (kind: NKeyKind, secret: string, label: string): string =>
      deriveNKey(kind, bytes(secret), label).publicKey;
    expect(of('account', 's', 'orders')).toBe(of('account', 's', 'orders'));
    const others = [of('account', 's', 'catalog'), of('account', 't', 'orders'), of('user', 's', 'orders')];
    expect(new Set([of('account', 's', 'orders'), ...others]).size).toBe(4);
  });
});
