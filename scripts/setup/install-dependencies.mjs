// @ts-check
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs `npm ci` if `node_modules` is missing or does not match the lockfile. Two setups at the same time wait for each other,
 * and the second one finds the work done.
 *
 * @returns {Promise<boolean>} false if npm failed; its output has been printed
 */
export async function installDependencies() {
  if (await isInstalled()) return true;
  return withLock(root, async () => (await isInstalled()) || runNpmCi());
}

/**
 * Compares the lockfile with the one that npm writes into `node_modules` as the last step of every installation. An
 * interrupted installation has none.
 *
 * @returns {Promise<boolean>}
 */
async function isInstalled() {
  const wanted = await readPackages(join(root, 'package-lock.json'));
  const present = await readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  const isPresent = (/** @type {string} */ path) =>
    JSON.stringify(identify(present[path])) === JSON.stringify(identify(wanted[path]));
  const isRequired = (/** @type {string} */ path) => path.includes('node_modules/') && !wanted[path]?.optional;
  return Object.keys(present).every(isPresent) && Object.keys(wanted).filter(isRequired).every(isPresent);
}

/**
 * @typedef {{ version?: string, resolved?: string, integrity?: string, link?: boolean, optional?: boolean }} LockEntry
 * @param {LockEntry | undefined} entry
 */
function identify(entry) {
  return [entry?.version, entry?.integrity, entry?.link];
}

/**
 * @param {string} file
 * @returns {Promise<Record<string, LockEntry> | undefined>}
 */
async function readPackages(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8')).packages;
  } catch {
    return undefined; // Missing or unreadable: npm has to run in both cases.
  }
}

/** @returns {Promise<boolean>} */
function runNpmCi() {
  const startedAt = performance.now();
  process.stdout.write('Installing dependencies (npm ci) … ');
  return new Promise((resolve) => {
    const npm = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root });
    let output = '';
    for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (chunk) => (output += chunk));
    npm.on('error', (error) => finish(`npm cannot be run: ${error.message}`));
    npm.on('close', (code) => finish(code === 0 ? undefined : `npm ci exited with ${code}`));
    const finish = (/** @type {string | undefined} */ problem) => {
      const seconds = Math.round((performance.now() - startedAt) / 1000);
      console.log(problem ? 'failed.' : `done in ${seconds} s.`);
      if (problem) console.error(`${output}${problem}`);
      resolve(problem === undefined);
    };
  });
}
