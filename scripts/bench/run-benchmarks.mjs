// @ts-check
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @typedef {{ what: string, case: string, beside: string }} Line */

/**
 * Runs benchmarks in turn, and returns the failed ones. It stores the comparisons of each benchmark when the benchmark ends,
 * also of a failed one. A run takes long, so a later failure must not lose earlier results.
 *
 * @param {string[]} files
 * @param {(file: string, results: string) => boolean} run runs one, which adds its lines to the file `results`; whether it succeeded
 * @param {string} page the file that keeps comparisons, `docs/benchmarks.json`
 * @returns {string[]}
 */
export function runBenchmarks(files, run, page) {
  const folder = mkdtempSync(join(tmpdir(), 'symphony-bench-'));
  const results = join(folder, 'results.jsonl');
  try {
    return files.filter((file) => {
      writeFileSync(results, '');
      const hasSucceeded = run(file, results);
      keepResults(page, readFileSync(results, 'utf8'));
      return !hasSucceeded;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Replaces earlier results of the same comparisons by the results of this run.
 *
 * @param {string} page
 * @param {string} lines
 */
function keepResults(page, lines) {
  /** @type {(line: Line) => string} */
  const nameOf = (line) => [line.what, line.case, line.beside].join(', ');
  const measured = lines.split('\n').flatMap((line) => (line === '' ? [] : [/** @type {Line} */ (JSON.parse(line))]));
  if (measured.length === 0) return;
  const earlier = /** @type {Line[]} */ (JSON.parse(readFileSync(page, 'utf8')));
  const all = new Map([...earlier, ...measured].map((line) => [nameOf(line), line]));
  const sorted = [...all.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  writeFileSync(page, `${JSON.stringify(sorted, undefined, 2)}\n`);
}
