// @ts-check
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isCi } from '../setup/server-report.mjs';
import { noteUnsteady } from './unsteady-record.mjs';

/** More failures than this are no accident. */
const MOST_SECOND_TRIES = 3;

const jest = fileURLToPath(new URL('../../node_modules/jest/bin/jest.js', import.meta.url));

/**
 * One run of jest.
 *
 * @typedef {object} TestRun
 * @property {string} project as `jest.config.ts` names it
 * @property {string} title under which unsteady files are noted: the project, or the end of the server range
 * @property {readonly string[]} args for jest
 * @property {NodeJS.ProcessEnv} env
 */

/**
 * Runs the tests of a project. A few files that fail are run once more, one at a time: real servers elect and reconnect at a
 * pace that a busy machine sets. What passes only then is named as unsteady; what fails again fails the run, and so does in
 * CI what was unsteady the run before, where CI keeps the user's cache.
 *
 * @param {TestRun} run
 * @returns {Promise<boolean>} whether every test has passed, at the second try at the latest
 */
export async function runTests({ project, title, args, env }) {
  const folder = await mkdtemp(join(tmpdir(), 'symphony-tests-'));
  const report = join(folder, 'report.json');
  try {
    const code = await runJest([...args, '--json', `--outputFile=${report}`], { project, env });
    const { passed, failed } = await readReport(report);
    if (code === 0) {
      await noteUnsteady(title, { steady: passed, unsteady: [] });
      return true;
    }
    if (failed.length === 0 || failed.length > MOST_SECOND_TRIES) return false;
    console.log(`\nOnce more, one at a time: ${failed.join(', ')}`);
    if ((await runJest(['--runInBand', '--runTestsByPath', ...failed], { project, env })) !== 0) return false;
    console.log(`UNSTEADY: failed beside other tests and passed alone: ${failed.join(', ')}`);
    const again = await noteUnsteady(title, { steady: passed, unsteady: failed });
    if (again.length > 0) console.log(`UNSTEADY twice in a row, which fails in CI: ${again.join(', ')}`);
    return again.length === 0 || !isCi(env);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} report what `jest --json` has written
 * @returns {Promise<{ passed: string[], failed: string[] }>} none where jest broke before it could report
 */
async function readReport(report) {
  /** @type {{ testResults: { name: string, status: string }[] }} */
  const { testResults } = JSON.parse(await readFile(report, 'utf8').catch(() => '{"testResults":[]}'));
  /** @param {string} wanted */
  const filesOf = (wanted) =>
    testResults.filter(({ status }) => status === wanted).map(({ name }) => relative(process.cwd(), name));
  return { passed: filesOf('passed'), failed: filesOf('failed') };
}

/**
 * @param {readonly string[]} args
 * @param {{ project: string, env: NodeJS.ProcessEnv }} run
 * @returns {Promise<number>} the exit code
 */
function runJest(args, { project, env }) {
  // `--selectProjects` takes every word behind it for a project, so it comes last.
  const all = [jest, ...args, '--selectProjects', project];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, all, { stdio: 'inherit', env });
    child.on('error', (error) => {
      console.error(`jest cannot be run: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}
