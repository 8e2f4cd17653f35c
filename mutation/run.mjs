// Changes pure code in thousands of small ways, and counts the changes that unit tests notice: `npm run test:mutation -- TARGET`.
// targets.json lists the targets. Each takes minutes, so none runs without being named. Below 80 % the run fails.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findNpm } from '../scripts/node/find-npm.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '..');
const targets = JSON.parse(readFileSync(join(here, 'targets.json'), 'utf8'));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in targets));
if (wanted.length === 0 || unknown.length > 0) {
  console.error(
    `${unknown.length > 0 ? `there is no ${unknown.join(', ')}; ` : ''}name one of: ${Object.keys(targets).join(', ')}`,
  );
  process.exit(2);
}

if (!existsSync(join(here, 'node_modules/@stryker-mutator/core'))) {
  const install = [findNpm(), 'ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync(process.execPath, install, { cwd: here, stdio: 'inherit' });
}
for (const name of wanted) {
  const { package: folder, mutate } = targets[name];
  const files = [...mutate.map((file) => `packages/${folder}/src/${file}`), '!**/*.test.ts', '!**/*.test-types.ts'];
  const program = join(here, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  console.log(`\n${name}`);
  const { status } = spawnSync(
    process.execPath,
    [program, 'run', 'mutation/stryker.config.json', '--mutate', files.join(',')],
    { cwd: root, stdio: 'inherit', env: { ...process.env, MUTATION_PACKAGE: folder } },
  );
  if (status !== 0) process.exitCode = 1;
}
