// @ts-check
// Builds what has changed, then runs all benchmarks, or the named ones: `npm run bench -- endpoint`. Their comparisons and
// goals are stored in docs/benchmarks.json.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runBenchmarks } from './bench/run-benchmarks.mjs';
import { runNode } from './run-node.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Takes many minutes, so it only runs if it is named. */
const byName = 'fleet';

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

/** @type {(file: string, results: string) => boolean} */
const run = (file, results) => {
  console.log(`\n${file}`);
  const { status } = spawnSync(process.execPath, ['--import', './scripts/bench/typescript.mjs', file], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, SYMPHONY_BENCH_RESULTS: results },
  });
  return status === 0;
};

runNode('node_modules/typescript/bin/tsc', '-b');
const failed = runBenchmarks(benchmarks, run, join(root, 'docs/benchmarks.json'));
if (benchmarks.length === 0) console.error(`no benchmark is called ${wanted.join(' or ')}`);
if (failed.length > 0) console.error(`\nfailed: ${failed.join(', ')}`);
if (benchmarks.length === 0 || failed.length > 0) process.exitCode = 1;
