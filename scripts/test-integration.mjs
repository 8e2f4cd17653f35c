// @ts-check
// Runs the integration tests once per end of the supported server range. Arguments go to jest:
// `npm run test:integration -- packages/storage`; `--newest` or `--oldest` picks one end.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { obtainNatsServer } from '../packages/nats-server/obtain/obtain-nats-server.mjs';
import { formatMissing, formatServer, isCi } from './setup/server-report.mjs';

/** @typedef {import('../packages/nats-server/obtain/find-nats-server.mjs').ServerRange} ServerRange */

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
    if ((await runJest(jestArgs, server.path)) !== 0) failures++;
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
 * @param {readonly string[]} args
 * @param {string} binary
 * @returns {Promise<number>}
 */
function runJest(args, binary) {
  // `--selectProjects` takes every word behind it for a project, so it comes last.
  const all = [jest, ...args, ...chooseWorkers(args), '--selectProjects', 'integration'];
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
