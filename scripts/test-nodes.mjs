// @ts-check
// Runs the unit tests and the tests of the packed packages on the newer supported releases of Node: `npm run test:nodes`.
// `-- --node 24` selects one; other arguments go to jest. The integration tests run on the oldest release.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findNpm } from './node/find-npm.mjs';
import { obtainNode } from './node/obtain-node.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  options: { node: { type: 'string', multiple: true, default: ['22', '24'] } },
  allowPositionals: true,
});

for (const major of values.node) {
  const node = await obtainNode(major);
  // This Node's npm installs and packs, because the other Node has no npm.
  const env = { ...process.env, npm_execpath: findNpm() };
  const options = /** @type {const} */ ({ cwd: root, env, stdio: 'inherit' });
  console.log(`\nUnit and packed tests on Node ${spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()}`);
  const jest = ['node_modules/jest/bin/jest.js', '--maxWorkers=100%', ...positionals];
  const { status } = spawnSync(node, [...jest, '--selectProjects', 'unit', 'packed'], options);
  if (status !== 0) process.exitCode = 1;
}
