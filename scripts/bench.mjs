// Builds what has changed, then runs the benchmarks, or those whose names are given: `npm run bench -- endpoint`.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (...args) => {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

/** Runs only when it is named: it installs what it compares us with. */
const byName = 'peers';

const wanted = process.argv.slice(2);
const benchmarks = readdirSync(join(root, 'packages'))
  .flatMap((name) => {
    try {
      return readdirSync(join(root, 'packages', name, 'bench')).map((file) => join('packages', name, 'bench', file));
    } catch {
      return []; // a package without benchmarks
    }
  })
  .filter((file) => /\.bench\.(ts|mjs)$/.test(file))
  .filter((file) => (wanted.length === 0 ? !file.includes(byName) : wanted.some((name) => file.includes(name))));

run('node_modules/typescript/bin/tsc', '-b');
for (const file of benchmarks) {
  console.log(`\n${file}`);
  run('--import', './scripts/bench/typescript.mjs', file);
}
