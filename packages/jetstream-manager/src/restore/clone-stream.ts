import { rm } from 'node:fs/promises';
import { backupStream } from '../backup/backup-stream.js';
import { makeWorkDirectory } from '../backup/work-directory.js';
import { withoutUndefined } from '../json/without-undefined.js';
import type { Manager } from '../manager/manager.js';
import type { RestoreOptions, RestoreResult } from './restore-options.js';
import { restoreStream } from './restore-stream.js';

/** Options of {@link cloneStream}. */
export interface CloneOptions extends Pick<RestoreOptions, 'settings' | 'acceptLoss' | 'onProgress' | 'signal'> {
  /** Whether the copy gets the consumers too, each at its current position. Default `true`. */
  readonly consumers?: boolean;
  /** The manager of the account that gets the copy. Default: the same account. */
  readonly target?: Manager;
}

/**
 * Copies a stream under another name, with its messages, sequences, times and consumers. The copy goes through files in
 * a temporary directory, so memory does not grow with the stream. The copy keeps the subjects of the stream if no other
 * stream has them. Otherwise its only subject is its name. Needs nats-server 2.15.
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
