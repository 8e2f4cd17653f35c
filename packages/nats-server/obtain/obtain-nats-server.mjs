// @ts-check

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadAptPackage, readOwnAptSources } from './apt-package.mjs';
import { checkBinary, findNatsServer } from './find-nats-server.mjs';
import { downloadOfficialRelease, OFFICIAL_RELEASES } from './official-release.mjs';
import { runCommand } from './run-command.mjs';
import { addToCache, withScratchFolder } from './server-cache.mjs';

/** @typedef {import('./find-nats-server.mjs').Attempt} Attempt */
/** @typedef {import('./find-nats-server.mjs').FoundServer} FoundServer */
/** @typedef {import('./find-nats-server.mjs').Search} Search */
/** @typedef {import('./server-cache.mjs').Environment} Environment */
/** @typedef {import('./server-version.mjs').ServerRange} ServerRange */
/** @typedef {{ source: string, fetch: (folder: string) => Promise<string> }} Origin a place to download a binary from */

/** The newest suite comes first. These names stay valid after a release of the distribution. */
const NEWER_SUITES = ['testing', 'sid'];

/** The suite with the oldest supported server, for machines whose own suite is newer. */
const OLDEST_SUITE = 'bookworm';

const BREW_TIMEOUT_MS = 600_000;

/**
 * Finds or downloads a nats-server of the range: first on this machine, then the official release, then the package manager's.
 * A download is stored in the user's cache, where the next search finds it.
 *
 * @param {{ range: ServerRange, env: Environment }} options
 * @returns {Promise<Search>} never throws if a place has no server: `attempts` has the reasons
 */
export async function obtainNatsServer({ range, env }) {
  const search = await findNatsServer({ env, range });
  if (search.server) return search;
  const attempts = [...search.attempts];
  for (const origin of await listOrigins(range)) {
    const result = await download({ origin, range, env });
    if ('server' in result) return { server: result.server, attempts };
    attempts.push(result.attempt);
  }
  return { attempts };
}

/**
 * @param {{ origin: Origin, range: ServerRange, env: Environment }} input
 * @returns {Promise<{ server: FoundServer } | { attempt: Attempt }>}
 */
async function download({ origin: { source, fetch }, range, env }) {
  try {
    return await withScratchFolder(env, async (scratch) => {
      const folder = join(scratch, 'download');
      await mkdir(folder);
      const result = await checkBinary({ path: await fetch(folder), source, range });
      if ('attempt' in result) return result;
      const { version } = result.server;
      const path = await addToCache({ binary: result.server.path, version, env });
      return { server: { path, version, source } };
    });
  } catch (error) {
    return { attempt: { source, reason: /** @type {Error} */ (error).message } };
  }
}

/**
 * @param {ServerRange} range
 * @returns {Promise<Origin[]>}
 */
async function listOrigins(range) {
  const release = OFFICIAL_RELEASES[range === 'oldest' ? 'oldest' : 'newest'];
  return [
    { source: 'official release', fetch: (folder) => downloadOfficialRelease({ release, folder }) },
    ...(process.platform === 'linux' ? await listAptOrigins(range) : []),
    ...(process.platform === 'darwin' ? [{ source: 'brew', fetch: installWithBrew }] : []),
  ];
}

/**
 * @param {ServerRange} range
 * @returns {Promise<Origin[]>}
 */
async function listAptOrigins(range) {
  const own = await readOwnAptSources();
  if (!own) return [];
  const { sources, ownSuite } = own;
  const suites = range === 'oldest' ? [ownSuite, OLDEST_SUITE] : [...NEWER_SUITES, ownSuite];
  return [...new Set(suites)].map((suite) => ({
    source: `apt (${suite})`,
    fetch: (folder) => downloadAptPackage({ sources, suite, folder }),
  }));
}

/** Homebrew has no private download like apt, so this installs the formula. */
async function installWithBrew() {
  await runCommand('brew', ['install', '--quiet', 'nats-server'], { timeoutMs: BREW_TIMEOUT_MS });
  const prefix = await runCommand('brew', ['--prefix', 'nats-server'], { timeoutMs: BREW_TIMEOUT_MS });
  return join(prefix.trim(), 'bin', 'nats-server');
}
