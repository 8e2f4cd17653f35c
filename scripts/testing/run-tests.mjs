// @ts-check
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isCi } from '../setup/server-report.mjs';
import { noteUnsteady } from './unsteady-record.mjs';

/** More failures than this are not an accident. */
const MOST_SECOND_TRIES = 3;

const jest = fileURLToPath(new URL('../../node_modules/jest/bin/jest.js', import.meta.url));

/**
 * One run of jest.
 *
 * @typedef {object} TestRun
 * @property {string} project as `jest.config.ts` names it
 * @property {string} title under which unsteady files are recorded: the project, or the end of the server range
 * @property {readonly string[]} args for jest
 * @property {NodeJS.ProcessEnv} env
 */

/**
 * Runs the tests of a project. If only a few files fail, it runs them once more, one at a time: on a busy machine, real servers
 * elect and reconnect slowly. A file that only passes then is reported as unsteady. A file that fails again fails the run. In
 * CI a file also fails the run if it was unsteady in the run before, provided that CI keeps the user's cache.
 *
 * @param {TestRun} run
 * @returns {Promise<boolean>} whether every test passed, at the first or second attempt
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
 * @returns {Promise<{ passed: string[], failed: string[] }>} empty if jest ended before it wrote a report
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
  // `--selectProjects` treats every following word as a project, so it comes last.
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
