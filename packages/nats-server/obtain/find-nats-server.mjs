// @ts-check
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { probeBinary } from './probe-binary.mjs';
import { listCached } from './server-cache.mjs';
import { formatRange, isInRange, OLDEST_SUPPORTED } from './server-version.mjs';

/** @typedef {import('./server-cache.mjs').Environment} Environment */
/** @typedef {import('./server-version.mjs').ServerRange} ServerRange which versions will do: the newest supported, the oldest, or any */
/** @typedef {{ path: string, version: string, source: string }} FoundServer a binary that runs, and where it was found */
/** @typedef {{ source: string, reason: string, tooOld?: true }} Attempt why one place gave no server */
/** @typedef {{ server?: FoundServer, attempts: Attempt[] }} Search */

/** Debian installs the server here. An ordinary user's PATH does not contain this folder. */
const SYSTEM_FOLDER = '/usr/sbin';

/**
 * Looks for a working nats-server on this machine, without network: `NATS_SERVER_BIN`, `PATH`, the user's cache. It skips a
 * binary that does not run or is outside the range. `attempts` has the reason.
 *
 * @param {{ env: Environment, range?: ServerRange, systemFolder?: string }} options
 * @returns {Promise<Search>}
 */
export async function findNatsServer({ env, range = 'any', systemFolder = SYSTEM_FOLDER }) {
  /** @type {Attempt[]} */
  const attempts = [];
  for (const { path, source } of await listCandidates(env, systemFolder)) {
    const result = await checkBinary({ path, source, range });
    if ('server' in result) return { server: result.server, attempts };
    attempts.push(result.attempt);
  }
  return { attempts };
}

/**
 * Runs one binary, and compares its version with the range.
 *
 * @param {{ path: string, source: string, range: ServerRange }} candidate
 * @returns {Promise<{ server: FoundServer } | { attempt: Attempt }>}
 */
export async function checkBinary({ path, source, range }) {
  const probe = await probeBinary(path);
  if ('problem' in probe) return { attempt: { source, reason: `${path}: ${probe.problem}` } };
  const { version } = probe;
  if (isInRange(version, range)) return { server: { path, version, source } };
  if (!isInRange(version, 'any')) {
    return { attempt: { source, reason: `${path} is ${version}, older than ${OLDEST_SUPPORTED}`, tooOld: true } };
  }
  return { attempt: { source, reason: `${path} is ${version}, not ${formatRange(range)}` } };
}

/**
 * @param {Environment} env
 * @param {string} systemFolder
 * @returns {Promise<{ path: string, source: string }[]>}
 */
async function listCandidates(env, systemFolder) {
  const explicit = env['NATS_SERVER_BIN'];
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = await onlyExecutable([...folders, systemFolder].map((folder) => join(folder, 'nats-server')));
  const cached = await listCached(env);
  return [
    ...(explicit ? [{ path: explicit, source: 'NATS_SERVER_BIN' }] : []),
    ...onPath.map((path) => ({ path, source: 'PATH' })),
    ...cached.map((path) => ({ path, source: 'cache' })),
  ];
}

/** @param {string[]} paths */
async function onlyExecutable(paths) {
  const checks = [...new Set(paths)].map((path) =>
    access(path, constants.X_OK).then(
      () => [path],
      () => [],
    ),
  );
  return (await Promise.all(checks)).flat();
}
