import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBenchmarks } from '../scripts/bench/run-benchmarks.mjs';

const comparison = (what: string, ratio: number) => ({ what, case: 'a call', beside: 'bare', ratios: [ratio] });

describe('runBenchmarks', () => {
  let folder: string;
  let page: string;
  const kept = (): unknown => JSON.parse(readFileSync(page, 'utf8'));
  const measure = (results: string, what: string, ratio: number): void =>
    appendFileSync(results, `${JSON.stringify(comparison(what, ratio))}\n`);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'run-benchmarks-'));
    page = join(folder, 'benchmarks.json');
    writeFileSync(page, JSON.stringify([comparison('logger', 3), comparison('calls', 2)]));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps the comparisons of all, and names those that failed', () => {
    const failed = runBenchmarks(
      ['calls', 'gateway', 'headers'],
      (file, results) => {
        measure(results, file, 1);
        return file !== 'gateway';
      },
      page,
    );
    expect(failed).toEqual(['gateway']);
    expect(kept()).toEqual([
      comparison('calls', 1),
      comparison('gateway', 1),
      comparison('headers', 1),
      comparison('logger', 3),
    ]);
  });

  it('keeps the comparisons of one before the next begins', () => {
    const seen: unknown[] = [];
    const run = (file: string, results: string): boolean => {
      seen.push(kept());
      measure(results, file, 1);
      return true;
    };
    runBenchmarks(['calls', 'headers'], run, page);
    expect(seen[1]).toEqual([comparison('calls', 1), comparison('logger', 3)]);
  });

  it('leaves the page as it is where nothing was measured', () => {
    const before = readFileSync(page, 'utf8');
    expect(runBenchmarks(['calls'], () => false, page)).toEqual(['calls']);
    expect(readFileSync(page, 'utf8')).toBe(before);
  });
});
