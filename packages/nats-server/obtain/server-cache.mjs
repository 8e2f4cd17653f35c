// @ts-check
import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { compareVersions } from './server-version.mjs';

/** @typedef {Readonly<Record<string, string | undefined>>} Environment */

/**
 * The folder of downloaded servers: `<user cache>/symphony-ts/nats-server/<version>/nats-server`.
 *
 * @param {Environment} env
 * @returns {string}
 */
export function cacheFolder(env) {
  const xdg = env['XDG_CACHE_HOME'];
  // The XDG specification says that a relative path is ignored.
  const base = xdg && isAbsolute(xdg) ? xdg : join(env['HOME'] || homedir(), '.cache');
  return join(base, 'symphony-ts', 'nats-server');
}

/**
 * The binaries in the cache, newest version first. Empty if there is no cache.
 *
 * @param {Environment} env
 * @returns {Promise<string[]>}
 */
export async function listCached(env) {
  const folder = cacheFolder(env);
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => /^\d+\.\d+\.\d+$/.test(name))
    .sort((a, b) => compareVersions(b, a))
    .map((version) => join(folder, version, 'nats-server'));
}

/**
 * Stores a binary in the cache. The last step is one rename. So a reader never sees a partial file, even if two setups run at
 * once or one is interrupted.
 *
 * @param {{ binary: string, version: string, env: Environment }} input
 * @returns {Promise<string>} the path of the stored binary
 */
export async function addToCache({ binary, version, env }) {
  const folder = join(cacheFolder(env), version);
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'nats-server');
  return withScratchFolder(env, async (scratch) => {
    const staged = join(scratch, 'staged');
    await copyFile(binary, staged);
    await chmod(staged, 0o755);
    await rename(staged, path);
    return path;
  });
}

/**
 * Runs `work` with a new folder on the file system of the cache, and removes the folder afterwards.
 *
 * @template T
 * @param {Environment} env
 * @param {(folder: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withScratchFolder(env, work) {
  await mkdir(cacheFolder(env), { recursive: true });
  const folder = await mkdtemp(join(cacheFolder(env), '.scratch-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
