import type { KeyFile } from '../operator/key-file.js';
import { newSecret } from '../operator/key-file.js';
import { sealKeys, unsealKeys } from './sealed-keys.js';

const keys: KeyFile = { version: 1, created: 1_700_000_000, root: newSecret(), signing: [newSecret()] };

describe('sealKeys', () => {
  // To derive a key from a passphrase takes a fifth of a second on purpose.
  const sealed = sealKeys(keys, 'correct horse');

  it('gives the keys back to who has the passphrase, and shows nothing of them', () => {
    expect(unsealKeys(sealed, 'correct horse')).toEqual(keys);
    expect(sealed).not.toContain(keys.root);
  });

  it('seals anew each time', () => {
    expect(sealKeys(keys, 'correct horse')).not.toBe(sealed);
  });

  it.each<[string, (text: string) => string, string]>([
    ['another passphrase', (text) => text, 'battery staple'],
    [
      'a changed file',
      (text) => text.replace(/"data": "(.)/, (_all, first) => `"data": "${first === 'A' ? 'B' : 'A'}`),
      'correct horse',
    ],
    ['another file', () => '{}', 'correct horse'],
  ])('refuses %s', (_what, change, passphrase) => {
    expect(() => unsealKeys(change(sealed), passphrase)).toThrow(/does not open the keys/);
  });
});
