import { type KeyFile, newSecret, openKeyFile, replaceKeyFile } from './key-file.js';

/**
 * The steps of a rotation, each of which every replica has to have seen before the next: `introduce` makes a new key known,
 * `promote` has it sign, `retire` drops all others, whose holders then fetch new credentials.
 *
 * A server drops the replies to calls under way when it is handed an account again. So a file has its next key from the start:
 * `introduce` finds it known already, `promote` changes no account, and `retire` makes the one after it known while it drops
 * the old ones.
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
 * Takes one step in the key file of `folder`. Running platforms look at it once a minute; nobody is disconnected before
 * `retire`. Wait for longer than that, and for longer than credentials live before `retire`, between two steps.
 */
export async function rotateSigningKeys(folder: string, step: RotationStep): Promise<void> {
  const file = await openKeyFile(folder, Math.floor(Date.now() / 1000));
  await replaceKeyFile(folder, rotated(file, step));
}
