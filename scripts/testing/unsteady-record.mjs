// @ts-check
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../packages/nats-server/obtain/server-cache.mjs';

/**
 * The result of a run for its files.
 *
 * @typedef {object} Outcome
 * @property {readonly string[]} steady files that passed at the first attempt
 * @property {readonly string[]} unsteady files that only passed at the second attempt
 */

/**
 * A file in the user's cache. CI has to keep it from run to run; without it, each run counts as the first. Each end has a file of
 * its own, because runs beside each other end at the same time.
 *
 * @param {string} end
 */
const recordPath = (end) => join(dirname(cacheFolder(process.env)), 'unsteady-tests', `${end}.json`);

/**
 * Records which files were unsteady on one end, and returns those that were also unsteady in their run before.
 *
 * @param {string} end
 * @param {Outcome} outcome
 * @returns {Promise<string[]>}
 */
export async function noteUnsteady(end, outcome) {
  const path = recordPath(end);
  /** @type {string[]} */
  const before = JSON.parse(await readFile(path, 'utf8').catch(() => '[]'));
  const { next, again } = compareRuns(before, outcome);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.${process.pid}`, JSON.stringify(next));
  await rename(`${path}.${process.pid}`, path);
  return again;
}

/**
 * A file that did not run keeps its record.
 *
 * @param {readonly string[]} before the files that were unsteady when they last ran
 * @param {Outcome} outcome
 */
export function compareRuns(before, { steady, unsteady }) {
  return {
    next: [...new Set([...before.filter((file) => !steady.includes(file)), ...unsteady])].sort(),
    again: unsteady.filter((file) => before.includes(file)),
  };
}
