// @ts-check
// Builds what has changed, then runs the benchmarks, or those whose names are given: `npm run bench -- endpoint`. What they
// compare, with its goal, is kept in docs/benchmarks.json.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNode } from './run-node.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Takes many minutes, so it runs only when it is named. */
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

const folder = mkdtempSync(join(tmpdir(), 'symphony-bench-'));
const results = join(folder, 'results.jsonl');
writeFileSync(results, '');
process.env['SYMPHONY_BENCH_RESULTS'] = results;

runNode('node_modules/typescript/bin/tsc', '-b');
try {
  for (const file of benchmarks) {
    console.log(`\n${file}`);
    runNode('--import', './scripts/bench/typescript.mjs', file);
  }
} finally {
  keepResults(join(root, 'docs/benchmarks.json'), readFileSync(results, 'utf8'));
  rmSync(folder, { recursive: true });
}

/**
 * Puts the lines of this run in the place of earlier ones for the same comparison.
 *
 * @param {string} file
 * @param {string} lines
 */
function keepResults(file, lines) {
  /** @typedef {{ what: string, case: string, beside: string }} Line */
  /** @type {(line: Line) => string} */
  const nameOf = (line) => [line.what, line.case, line.beside].join(', ');
  const measured = lines.split('\n').flatMap((line) => (line === '' ? [] : [/** @type {Line} */ (JSON.parse(line))]));
  if (measured.length === 0) return;
  const earlier = /** @type {Line[]} */ (JSON.parse(readFileSync(file, 'utf8')));
  const all = new Map([...earlier, ...measured].map((line) => [nameOf(line), line]));
  const sorted = [...all.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  writeFileSync(file, `${JSON.stringify(sorted, undefined, 2)}\n`);
}
