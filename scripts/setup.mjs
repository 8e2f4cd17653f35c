// @ts-check
// Prepares a fresh clone: dependencies and nats-server. Needs only Node and npm, and imports only files of the repository.
// `--range` downloads both ends of the supported server range, on which `npm test` runs.
import { obtainNatsServer } from '../packages/nats-server/obtain/obtain-nats-server.mjs';
import { installDependencies } from './setup/install-dependencies.mjs';
import { checkNodeVersion } from './setup/node-version.mjs';
import { formatMissing, formatServer, isCi } from './setup/server-report.mjs';

/** @typedef {import('../packages/nats-server/obtain/find-nats-server.mjs').ServerRange} ServerRange */

/** @returns {Promise<number>} the exit code */
async function main() {
  const problem = checkNodeVersion(process.versions.node);
  if (problem) {
    console.error(problem);
    return 1;
  }
  if (!(await installDependencies())) return 1;
  return process.argv.includes('--range') ? obtainBothEnds() : obtainAny();
}

async function obtainAny() {
  return (await obtain('any')) ? 0 : 1;
}

/** In CI, a missing end fails. Elsewhere the tests of that end do not run, and a message says so. */
async function obtainBothEnds() {
  const newest = await obtain('newest');
  const oldest = await obtain('oldest');
  return isCi(process.env) && !(newest && oldest) ? 1 : 0;
}

/** @param {ServerRange} range */
async function obtain(range) {
  const { server, attempts } = await obtainNatsServer({ range, env: process.env });
  if (server) console.log(formatServer(range, server));
  else console.error(formatMissing(range, attempts));
  return server !== undefined;
}

process.exitCode = await main();
