import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from '@symphony-ts/contract/internal';
import { makePrivateFolder } from './make-private-folder.js';
import { isRunning, ProcessId, thisProcess } from './process-id.js';
import { writeFileWhole } from './write-file-whole.js';

/** A name that no other process has while this one holds it. */
export interface Claim {
  release(): Promise<void>;
}

const ClaimFile = z.onFirstUse(() => z.object({ id: z.string(), owner: ProcessId }));
type ClaimFile = z.infer<typeof ClaimFile>;

/** A holder on another host (with a shared folder) touches its file to show that it still runs. */
const TOUCH_EVERY_MS = 5_000;
const DEAD_AFTER_MS = 20_000;

/** Claims held by this process. For these, its own process id proves nothing. */
const held = new Set<string>();

/**
 * Claims `name` among all processes that use `folder`; `undefined` if it is taken. A claim ends with `release()`, or
 * with the process: one that crashed on this host blocks nobody, on another host for 20 seconds.
 */
export async function claim(folder: string, name: string): Promise<Claim | undefined> {
  await makePrivateFolder(folder);
  const path = join(folder, `${name}.lock`);
  const file: ClaimFile = { id: randomUUID(), owner: thisProcess() };
  const isMine = await underGuard(folder, async () => {
    if (await isTaken(path)) return false;
    await writeFileWhole(path, JSON.stringify(file));
    held.add(file.id);
    return true;
  });
  if (!isMine) return undefined;
  const timer = setInterval(() => void touch(path), TOUCH_EVERY_MS);
  timer.unref();
  return {
    async release() {
      clearInterval(timer);
      if (!held.delete(file.id)) return;
      if ((await readClaim(path))?.id === file.id) await rm(path, { force: true });
    },
  };
}

async function isTaken(path: string): Promise<boolean> {
  const found = await readClaim(path);
  if (!found) return false;
  if (held.has(found.id)) return true;
  // A claim with our own process id that we do not hold is from before a restart of the container.
  if (found.owner.pid === process.pid && isRunning(found.owner) !== undefined) return false;
  return isRunning(found.owner) ?? (await ageMs(path)) < DEAD_AFTER_MS;
}

async function readClaim(path: string): Promise<ClaimFile | undefined> {
  try {
    const parsed = ClaimFile.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined; // without a valid claim, nobody holds the name
  }
}

async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined); // somebody removed it, which the release will notice
}

const ageMs = async (path: string): Promise<number> => {
  const found = await stat(path).catch(() => undefined);
  return found ? Date.now() - found.mtimeMs : Number.POSITIVE_INFINITY;
};

/** Makes check and claim one step between processes. Loaded late, because the library then listens for signals. */
async function underGuard<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const { lock } = await import('proper-lockfile');
  const release = await lock(folder, {
    lockfilePath: join(folder, '.guard'),
    stale: 5_000,
    retries: { retries: 200, factor: 1, minTimeout: 10, maxTimeout: 50, randomize: true },
  });
  try {
    return await work();
  } finally {
    await release();
  }
}
