import { type KeyFile, newSecret, readKeyFile, replaceKeyFile } from './key-file.js';

/**
 * The steps of a rotation of signing keys. Each replica must see a step before the next one. `introduce` makes a new key known.
 * `promote` lets it sign. `retire` drops all other keys; holders of credentials signed by them then fetch new ones.
 *
 * When a server receives a new version of an account, it drops the replies to calls in progress. So a key file contains the next
 * key from the start: `introduce` finds this key, `promote` changes no account, and `retire` adds the key for the next rotation
 * in the same change that drops the old keys.
 */
export type RotationStep = 'introduce' | 'promote' | 'retire';

/** A key file after one step. */
export function rotated(file: KeyFile, step: RotationStep): KeyFile {
  const { next, ...rest } = file;
  const [first = newSecret(), ...others] = file.signing;
  switch (step) {
    case 'introduce':
      return { ...file, next: next ?? newSecret() };
    case 'promote':
      return next === undefined
        ? { ...rest, signing: lastFirst(file.signing) }
        : { ...rest, signing: [next, first, ...others] };
    case 'retire':
      return { ...rest, signing: [first], next: next ?? newSecret() };
  }
}

/** Files of releases before `next` was there name the introduced key last. */
const lastFirst = (signing: readonly string[]): string[] => [...signing.slice(-1), ...signing.slice(0, -1)];

/**
 * Does one step of a rotation in the key file of `folder`. Running platforms read the file once a minute. Wait longer than a minute
 * between two steps. Before `retire`, wait longer than credentials are valid. No connection ends before `retire`.
 *
 * @throws `INVALID_CONFIGURATION` when the folder has no key file
 */
export async function rotateSigningKeys(folder: string, step: RotationStep): Promise<void> {
  const file = await readKeyFile(folder);
  await replaceKeyFile(folder, rotated(file, step));
}
