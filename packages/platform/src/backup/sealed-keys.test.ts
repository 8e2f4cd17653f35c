import type { KeyFile } from '../operator/key-file.js';
import { newSecret } from '../operator/key-file.js';
import { sealKeys, unsealKeys } from './sealed-keys.js';

const keys: KeyFile = { version: 1, created: 1_700_000_000, root: newSecret(), signing: [newSecret()] };

describe('sealKeys', () => {
  it('gives the keys back to who has the passphrase, and shows nothing of them', () => {
    const sealed = sealKeys(keys, 'correct horse');
    expect(unsealKeys(sealed, 'correct horse')).toEqual(keys);
    expect(sealed).not.toContain(keys.root);
  });

  it('seals anew each time', () => {
    expect(sealKeys(keys, 'a')).not.toBe(sealKeys(keys, 'a'));
  });

  it.each<[string, (sealed: string) => string, string]>([
    ['another passphrase', (sealed) => sealed, 'b'],
    [
      'a changed file',
      (sealed) => sealed.replace(/"data": "(.)/, (_all, first) => `"data": "${first === 'A' ? 'B' : 'A'}`),
      'a',
    ],
    ['another file', () => '{}', 'a'],
  ])('refuses %s', (_what, change, passphrase) => {
    expect(() => unsealKeys(change(sealKeys(keys, 'a')), passphrase)).toThrow(/does not open the keys/);
  });
});
