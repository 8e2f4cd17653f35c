// @ts-check
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../packages/nats-server/obtain/server-cache.mjs';

/**
 * What a run found out about its files.
 *
 * @typedef {object} Outcome
 * @property {readonly string[]} steady those that passed at once
 * @property {readonly string[]} unsteady those that passed at their second try alone
 */

/** In the user's cache, which a CI that is to remember must keep from run to run; where it is lost, each run is the first. */
const recordPath = () => join(dirname(cacheFolder(process.env)), 'unsteady-tests.json');

/**
 * Notes which files were unsteady on one end, and gives those that were so at their run before as well.
 *
 * @param {string} end
 * @param {Outcome} outcome
 * @returns {Promise<string[]>}
 */
export async function noteUnsteady(end, outcome) {
  const path = recordPath();
  /** @type {Record<string, string[]>} */
  const record = JSON.parse(await readFile(path, 'utf8').catch(() => '{}'));
  const { next, again } = compareRuns(record[end] ?? [], outcome);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.${process.pid}`, JSON.stringify({ ...record, [end]: next }));
  await rename(`${path}.${process.pid}`, path);
  return again;
}

/**
 * Files that did not run keep what was noted of them.
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
