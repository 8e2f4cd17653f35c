import { rm } from 'node:fs/promises';
import { backupStream } from '../backup/backup-stream.js';
import { makeWorkDirectory } from '../backup/work-directory.js';
import { withoutUndefined } from '../json/without-undefined.js';
import type { Manager } from '../manager/manager.js';
import type { RestoreOptions, RestoreResult } from './restore-options.js';
import { restoreStream } from './restore-stream.js';

/** Options of {@link cloneStream}. */
export interface CloneOptions extends Pick<RestoreOptions, 'settings' | 'acceptLoss' | 'onProgress' | 'signal'> {
  /** Whether consumers come along, each where it is. Default `true`. */
  readonly consumers?: boolean;
  /** The manager of the account to clone into. Default: the same. */
  readonly target?: Manager;
}

/**
 * Makes a copy of a stream under another name, with its messages, sequences, times and consumers. It goes through files
 * in a temporary directory, so memory does not grow with the stream. The copy has the subjects of the stream where no
 * other stream has them, else its name as its only one. Needs nats-server 2.15.
 */
export async function cloneStream(
  manager: Manager,
  stream: string,
  as: string,
  { consumers, target = manager, ...options }: CloneOptions = {},
): Promise<RestoreResult> {
  const directory = await makeWorkDirectory('jetstream-clone');
  try {
    const { signal } = options;
    await backupStream(manager, stream, directory, {
      ...withoutUndefined({ consumers, signal }),
    });
    return await restoreStream(target, directory, { ...options, as });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
