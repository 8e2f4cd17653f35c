// @ts-check
// Runs the integration tests once per end of the supported server range. Arguments go to jest:
// `npm run test:integration -- packages/storage`; `--newest` or `--oldest` picks one end, and then every file runs on it.
// Over both ends, files that integration/newest-only.mjs lists run on the newest alone.
//
// A few files that fail are run once more, one at a time: real servers elect and reconnect at a pace that a busy machine
// sets. What passes only then is named as unsteady; what fails again fails the run, and so does in CI what was unsteady the
// run before, where CI keeps the user's cache.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { obtainNatsServer } from '../packages/nats-server/obtain/obtain-nats-server.mjs';
import { readNewestOnly } from './integration/newest-only.mjs';
import { noteUnsteady } from './integration/unsteady-record.mjs';
import { formatMissing, formatServer, isCi } from './setup/server-report.mjs';

/** @typedef {import('../packages/nats-server/obtain/find-nats-server.mjs').ServerRange} ServerRange */

/** More failures than this are no accident. */
const MOST_SECOND_TRIES = 3;

const jest = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url));

/** @returns {Promise<number>} the exit code */
async function main() {
  const args = process.argv.slice(2);
  const ends = chooseEnds(args);
  const jestArgs = args.filter((arg) => arg !== '--newest' && arg !== '--oldest');
  let failures = 0;
  for (const end of ends) {
    const { server, attempts } = await obtainNatsServer({ range: end, env: process.env });
    if (!server) {
      console.error(formatMissing(end, attempts));
      if (isCi(process.env)) failures++;
      continue;
    }
    console.log(`\nIntegration tests on ${formatServer(end, server)}`);
    const left = end === 'oldest' && ends.length > 1 ? leaveOut(await readNewestOnly()) : [];
    if (!(await runTests([...jestArgs, ...left], { end, binary: server.path }))) failures++;
  }
  return failures === 0 ? 0 : 1;
}

/**
 * @param {readonly string[]} args
 * @returns {ServerRange[]}
 */
function chooseEnds(args) {
  /** @type {ServerRange[]} */
  const both = ['newest', 'oldest'];
  const chosen = both.filter((end) => args.includes(`--${end}`));
  return chosen.length > 0 ? chosen : both;
}

/**
 * The arguments of jest that leave files out. A run over nothing but such files has none left, which is right.
 *
 * @param {readonly string[]} files
 */
const leaveOut = (files) => [
  '--passWithNoTests',
  '--testPathIgnorePatterns',
  '/node_modules/',
  ...files.map((file) => `/${file.replaceAll('.', '\\.')}$`),
];

/**
 * @param {readonly string[]} args
 * @param {{ end: ServerRange, binary: string }} server
 * @returns {Promise<boolean>} whether every test has passed, at the second try at the latest
 */
async function runTests(args, { end, binary }) {
  const folder = await mkdtemp(join(tmpdir(), 'symphony-integration-'));
  const report = join(folder, 'report.json');
  try {
    const code = await runJest([...args, ...chooseWorkers(args), '--json', `--outputFile=${report}`], binary);
    const { passed, failed } = await readReport(report);
    if (code === 0) {
      await noteUnsteady(end, { steady: passed, unsteady: [] });
      return true;
    }
    if (failed.length === 0 || failed.length > MOST_SECOND_TRIES) return false;
    console.log(`\nOnce more, one at a time: ${failed.join(', ')}`);
    if ((await runJest(['--runInBand', '--runTestsByPath', ...failed], binary)) !== 0) return false;
    console.log(`UNSTEADY: failed beside other tests and passed alone: ${failed.join(', ')}`);
    const again = await noteUnsteady(end, { steady: passed, unsteady: failed });
    if (again.length > 0) console.log(`UNSTEADY twice in a row, which fails in CI: ${again.join(', ')}`);
    return again.length === 0 || !isCi(process.env);
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
 * @param {string} binary
 * @returns {Promise<number>}
 */
function runJest(args, binary) {
  // `--selectProjects` takes every word behind it for a project, so it comes last.
  const all = [jest, ...args, '--selectProjects', 'integration'];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, all, { stdio: 'inherit', env: { ...process.env, NATS_SERVER_BIN: binary } });
    child.on('error', (error) => {
      console.error(`jest cannot be run: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/**
 * Tests here mostly wait for a server, so that two workers pay even on two cores, where jest would take one.
 *
 * @param {readonly string[]} args
 */
function chooseWorkers(args) {
  if (args.some((arg) => /^(-i|--runInBand|-w|--maxWorkers.*)$/.test(arg))) return [];
  return [`--maxWorkers=${Math.max(2, Math.floor(availableParallelism() / 2))}`];
}

process.exitCode = await main();
