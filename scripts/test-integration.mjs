// @ts-check
// Runs the integration tests once on each end of the supported server range. Arguments go to jest:
// `npm run test:integration -- packages/storage`. `--newest` or `--oldest` selects one end, and then every file runs on it.
// On both ends, the files in testing/newest-only.mjs run only on the newest. `--long` runs the files *.long.test.ts instead:
// a browser, processes of the command line, clusters, floods and faults.
import { availableParallelism } from 'node:os';
import { obtainNatsServer } from '../packages/nats-server/obtain/obtain-nats-server.mjs';
import { formatMissing, formatServer, isCi } from './setup/server-report.mjs';
import { readNewestOnly } from './testing/newest-only.mjs';
import { runTests } from './testing/run-tests.mjs';

/** @typedef {import('../packages/nats-server/obtain/find-nats-server.mjs').ServerRange} ServerRange */

/** @returns {Promise<number>} the exit code */
async function main() {
  const args = process.argv.slice(2);
  const project = args.includes('--long') ? 'long' : 'integration';
  const ends = chooseEnds(args);
  const jestArgs = args.filter((arg) => !['--newest', '--oldest', '--long'].includes(arg));
  let failures = 0;
  for (const end of ends) {
    const { server, attempts } = await obtainNatsServer({ range: end, env: process.env });
    if (!server) {
      console.error(formatMissing(end, attempts));
      if (isCi(process.env)) failures++;
      continue;
    }
    console.log(`\nTests "${project}" on ${formatServer(end, server)}`);
    const left = end === 'oldest' && ends.length > 1 ? leaveOut(await readNewestOnly()) : [];
    const env = { ...process.env, NATS_SERVER_BIN: server.path };
    const all = [...jestArgs, ...left, ...chooseWorkers(jestArgs)];
    if (!(await runTests({ project, title: project === 'long' ? `${end}-long` : end, args: all, env }))) failures++;
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
 * The arguments of jest that exclude files. If a run names only such files, nothing is left to run, which is correct.
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
 * Tests here mostly wait for a server. So three workers are useful even on two cores, where jest would use one.
 *
 * @param {readonly string[]} args
 */
function chooseWorkers(args) {
  if (args.some((arg) => /^(-i|--runInBand|-w|--maxWorkers.*)$/.test(arg))) return [];
  return [`--maxWorkers=${Math.max(3, Math.floor(availableParallelism() / 2))}`];
}

process.exitCode = await main();
