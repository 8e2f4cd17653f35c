import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import type { Manager } from '../manager/manager.js';
import { type RestoreOptions, type RestoreResult, restoreStream } from './restore-stream.js';

/** Options of {@link restoreAccount}: those of each stream's restore. */
export interface AccountRestoreOptions extends RestoreOptions {
  /** Leaves streams alone that exist already, instead of failing for them: goes on after an interruption. */
  readonly skipExisting?: boolean;
  /** Called before each stream with its place among all. */
  readonly onStream?: (stream: string, index: number, count: number) => void;
}

/** What became of each stream in an account's backup. */
export interface AccountRestoreResult {
  readonly done: readonly RestoreResult[];
  /** Streams that existed already and were left alone. */
  readonly skipped: readonly string[];
  readonly failed: ReadonlyMap<string, JetStreamManagerError>;
}

/**
 * Restores every stream in `directory`, an account backup of this package or of `nats account backup`. One stream that
 * fails does not stop the others. Throws `FILE_ERROR` where the directory cannot be read.
 */
export async function restoreAccount(
  manager: Manager,
  directory: string,
  options: AccountRestoreOptions = {},
): Promise<AccountRestoreResult> {
  const { skipExisting = false, onStream, ...restoreOptions } = options;
  const names = await readStreamFolders(directory);
  const done: RestoreResult[] = [];
  const skipped: string[] = [];
  const failed = new Map<string, JetStreamManagerError>();
  for (const [index, name] of names.entries()) {
    onStream?.(name, index, names.length);
    try {
      done.push(await restoreStream(manager, join(directory, name), restoreOptions));
    } catch (error) {
      const failure = toManagerError(error, `restore of ${name}`);
      if (failure.code === 'ABORTED' || failure.code === 'DISCONNECTED') throw failure;
      if (failure.code === 'STREAM_EXISTS' && skipExisting) skipped.push(name);
      else failed.set(name, failure);
    }
  }
  return { done, skipped, failed };
}

async function readStreamFolders(directory: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    throw toManagerError(error, 'restore of the account');
  }
}
