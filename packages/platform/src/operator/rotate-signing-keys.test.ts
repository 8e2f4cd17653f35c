import type { KeyFile } from './key-file.js';
import { rotated } from './rotate-signing-keys.js';

const file: KeyFile = { version: 1, created: 1, root: 'root', signing: ['old'] };

describe('rotated', () => {
  it('introduces a key that does not sign yet, has it sign, and drops the others', () => {
    const introduced = rotated(file, 'introduce');
    expect(introduced.signing).toEqual(['old', expect.any(String)]);
    const fresh = introduced.signing[1];
    const promoted = rotated(introduced, 'promote');
    expect(promoted.signing).toEqual([fresh, 'old']);
    expect(rotated(promoted, 'retire')).toEqual({ ...file, signing: [fresh] });
  });

  it('never leaves a file without a key that signs', () => {
    expect(rotated(file, 'promote')).toEqual(file);
    expect(rotated(file, 'retire')).toEqual(file);
  });
});
