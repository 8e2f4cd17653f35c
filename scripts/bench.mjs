// @ts-check
// Builds what has changed, then runs the benchmarks, or those whose names are given: `npm run bench -- endpoint`.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNode } from './run-node.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Run only when they are named: one installs what it compares us with, one takes many minutes. */
const byName = ['peers', 'fleet'];

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
  .filter((file) =>
    wanted.length === 0 ? !byName.some((name) => file.includes(name)) : wanted.some((name) => file.includes(name)),
  );

runNode('node_modules/typescript/bin/tsc', '-b');
for (const file of benchmarks) {
  console.log(`\n${file}`);
  runNode('--import', './scripts/bench/typescript.mjs', file);
}
