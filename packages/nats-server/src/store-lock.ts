import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeDirectory } from './make-directory.js';
import { NatsServerError } from './nats-server-error.js';
import { identify, isRunning, type ProcessIdentity } from './process-identity.js';

const LOCK_FILE = 'symphony.lock';
const TOUCH_INTERVAL_MS = 1_000;
/** A lock of another machine or container counts as left behind when nobody has touched it for this long. */
const OBSERVED_MS = 5_000;
/** How long the server of a killed owner may take to end. */
const ORPHAN_MS = 10_000;
const POLL_MS = 100;

/** The contents of the lock file: its owner. */
interface Holder {
  readonly id: string;
  readonly owner: ProcessIdentity;
  readonly server?: ProcessIdentity;
  /** Where its server listens, once it does. */
  readonly url?: string;
}

/**
 * Reserves a JetStream folder for one server, because two servers that write into the same files lose acknowledged data. The
 * lock is a file in the folder that names its owner. It ends with the owner, however the owner ends. On the same machine, the
 * process is looked up. Elsewhere (another container on the same volume), the lock is watched for a sign of life.
 */
export class StoreLock {
  readonly #file: string;
  #touch: NodeJS.Timeout | undefined;
  #holder: Holder;

  private constructor(file: string, holder: Holder) {
    this.#file = file;
    this.#holder = holder;
  }

  /** @throws `DATA_FOLDER_IN_USE` when another process holds the folder, with its id and address */
  static async acquire(folder: string): Promise<StoreLock> {
    await makeDirectory(folder);
    const file = join(folder, LOCK_FILE);
    const holder: Holder = { id: randomUUID(), owner: identify() };
    while (!(await create(file, holder))) {
      const current = await read(file);
      if (current === undefined) continue; // released meanwhile
      if (await isHeld(file, current)) throw inUse(folder, current);
      await removeLock(file, current);
    }
    const lock = new StoreLock(file, holder);
    lock.#touch = setInterval(() => void lock.#showLife(), TOUCH_INTERVAL_MS).unref();
    return lock;
  }

  /** Notes the server that now uses the folder, for other processes that want it. */
  async note(server: { readonly pid: number; readonly url: string }): Promise<void> {
    this.#holder = { ...this.#holder, server: identify(server.pid), url: server.url };
    await writeWhole(this.#file, this.#holder);
  }

  /** Releases the folder. */
  async release(): Promise<void> {
    clearInterval(this.#touch);
    if ((await read(this.#file))?.id === this.#holder.id) await rm(this.#file, { force: true });
  }

  async #showLife(): Promise<void> {
    const now = new Date();
    await utimes(this.#file, now, now).catch(() => {}); // the folder may be gone; then the server reports it
  }
}

/** False if the file exists. A link is made whole or not at all. */
async function create(file: string, holder: Holder): Promise<boolean> {
  const own = `${file}.${holder.id}`;
  await writeFile(own, JSON.stringify(holder), { mode: 0o600 });
  try {
    await link(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

async function writeWhole(file: string, holder: Holder): Promise<void> {
  const own = `${file}.${holder.id}`;
  await writeFile(own, JSON.stringify(holder), { mode: 0o600 });
  await rename(own, file);
}

/** `undefined` if there is no lock. A lock that cannot be read has an unknown owner. */
async function read(file: string): Promise<Holder | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return { id: text, owner: { pid: 0 } };
  }
}

async function isHeld(file: string, { owner, server }: Holder): Promise<boolean> {
  const runs = isRunning(owner);
  if (runs === undefined) return isTouched(file);
  if (runs) return true;
  if (server === undefined) return false;
  const giveUpAt = performance.now() + ORPHAN_MS;
  while (isRunning(server)) {
    if (performance.now() > giveUpAt) return true;
    await sleep(POLL_MS);
  }
  return false;
}

async function isTouched(file: string): Promise<boolean> {
  const touched = async (): Promise<number> => (await stat(file).catch(() => undefined))?.mtimeMs ?? 0;
  const first = await touched();
  const giveUpAt = performance.now() + OBSERVED_MS;
  while (performance.now() < giveUpAt) {
    await sleep(POLL_MS);
    const now = await touched();
    if (now === 0) return false;
    if (now !== first) return true;
  }
  return false;
}

/**
 * Removes a lock that was left behind. Another process may do the same. If a valid lock was moved away by mistake, its owner
 * gets it back.
 */
async function removeLock(file: string, left: Holder): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await read(aside))?.id !== left.id) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
}

function inUse(folder: string, { owner, url }: Holder): NatsServerError {
  const who = owner.pid === 0 ? 'another process' : `process ${owner.pid}`;
  const what = `${who} uses the data folder ${folder}${url === undefined ? '' : `, and serves ${url}`}`;
  return new NatsServerError('DATA_FOLDER_IN_USE', what, { pid: owner.pid, ...(url === undefined ? {} : { url }) });
}
