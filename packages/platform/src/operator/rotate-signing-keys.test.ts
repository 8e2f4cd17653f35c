import type { KeyFile } from './key-file.js';
import { rotated } from './rotate-signing-keys.js';

const secret = expect.any(String) as string;
const file: KeyFile = { version: 1, created: 1, root: 'root', signing: ['old'], next: 'next' };

describe('rotated', () => {
  it('has a key sign that was accepted before, and drops the others', () => {
    expect(rotated(file, 'introduce')).toEqual(file);
    const promoted = rotated(file, 'promote');
    expect(promoted).toEqual({ version: 1, created: 1, root: 'root', signing: ['next', 'old'] });
    const retired = rotated(promoted, 'retire');
    expect(retired).toEqual({ ...file, signing: ['next'], next: secret });
    expect(retired.next).not.toBe('old');
  });

  const accepted = ({ signing, next }: KeyFile): ReadonlySet<string | undefined> => new Set([...signing, next]);

  it('changes nothing about what is accepted until the old keys go', () => {
    const introduced = rotated(file, 'introduce');
    expect(accepted(introduced)).toEqual(accepted(file));
    expect(new Set(rotated(introduced, 'promote').signing)).toEqual(accepted(file));
  });

  const older: KeyFile = { version: 1, created: 1, root: 'root', signing: ['old'] };

  it('gives a file of an earlier release its next key when it is introduced', () => {
    const introduced = rotated(older, 'introduce');
    expect(introduced).toEqual({ ...older, next: secret });
    expect(rotated(introduced, 'promote').signing).toEqual([introduced.next, 'old']);
  });

  it('finishes a rotation that an earlier release has begun', () => {
    expect(rotated({ ...older, signing: ['old', 'introduced'] }, 'promote').signing).toEqual(['introduced', 'old']);
  });

  it('never leaves a file without a key that signs', () => {
    expect(rotated(older, 'promote')).toEqual(older);
    expect(rotated(older, 'retire')).toEqual({ ...older, next: secret });
  });
});
