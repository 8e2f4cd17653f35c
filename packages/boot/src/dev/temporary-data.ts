import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { errorCode } from '@symphony-ts/contract';

const NAME = /^symphony-dev-(\d+)-/;

/** A data folder for one run of `dev`, removed at its end. */
export interface TemporaryData extends AsyncDisposable {
  readonly folder: string;
}

/** Creates a folder with the id of this process in its name, and removes the folders of killed processes. */
export async function temporaryData(parent: string = tmpdir()): Promise<TemporaryData> {
  const stale = (await readdir(parent)).filter((name) => isStale(Number(NAME.exec(name)?.[1])));
  // The folder belongs to another user, or another run is removing it.
  await Promise.all(stale.map((name) => remove(path.join(parent, name)).catch(() => undefined)));
  const folder = await mkdtemp(path.join(parent, `symphony-dev-${process.pid}-`));
  return { folder, [Symbol.asyncDispose]: () => remove(folder) };
}

const remove = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 5 });

function isStale(pid: number): boolean {
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return errorCode(error) === 'ESRCH';
  }
}
