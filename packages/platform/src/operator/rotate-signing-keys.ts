import { type KeyFile, newSecret, openKeyFile, replaceKeyFile } from './key-file.js';

/**
 * The steps of a rotation, each of which every replica has to have seen before the next: `introduce` makes a new key known,
 * `promote` has it sign, `retire` drops all others, whose holders then fetch new credentials.
 */
export type RotationStep = 'introduce' | 'promote' | 'retire';

/** A key file after one step. */
export function rotated(file: KeyFile, step: RotationStep): KeyFile {
  const [first = newSecret(), ...rest] = file.signing;
  switch (step) {
    case 'introduce':
      return { ...file, signing: [first, ...rest, newSecret()] };
    case 'promote': {
      const newest = rest.at(-1);
      return newest === undefined ? file : { ...file, signing: [newest, first, ...rest.slice(0, -1)] };
    }
    case 'retire':
      return { ...file, signing: [first] };
  }
}

/**
 * Takes one step in the key file of `folder`. Running platforms look at it once a minute; nobody is disconnected before
 * `retire`. Wait for longer than that, and for longer than credentials live before `retire`, between two steps.
 */
export async function rotateSigningKeys(folder: string, step: RotationStep): Promise<void> {
  const file = await openKeyFile(folder, Math.floor(Date.now() / 1000));
  await replaceKeyFile(folder, rotated(file, step));
}
