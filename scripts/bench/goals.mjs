// @ts-check
// The form in which a benchmark reports a ratio and its goal. `npm run bench` collects all reports in docs/benchmarks.json.
import { appendFileSync } from 'node:fs';

/**
 * @typedef {object} Comparison
 * @property {string} what the benchmark
 * @property {string} case what is measured
 * @property {string} beside what it is compared with
 * @property {number} [goal] the ratio should be at most this; what ours is only compared with has none
 * @property {readonly number[]} ratios one of each round
 */

/** @param {readonly number[]} values */
const sorted = (values) => [...values].sort((a, b) => a - b);
/** @param {number | undefined} value */
const rounded = (value = Number.NaN) => Number(value.toFixed(3));

/** @type {(ratio: number | undefined, goal: number | undefined) => string} */
const verdictOn = (ratio = Number.NaN, goal) =>
  goal === undefined ? 'no goal' : `goal ≤ ${goal}: ${ratio <= goal ? 'met' : 'missed'}`;

/**
 * Prints one comparison with its goal. If `npm run bench` collects, it also stores the comparison for docs/benchmarks.json.
 *
 * @param {Comparison} comparison
 */
export function reportRatio({ what, case: name, beside, goal, ratios }) {
  const values = sorted(ratios);
  const [ratioMedian, ratioMin, ratioMax] = [values[Math.floor(values.length / 2)], values[0], values.at(-1)].map(
    rounded,
  );
  const line = { what, case: name, beside, ratioMedian, ratioMin, ratioMax, goal: goal ?? null };
  console.log(
    `${name.padEnd(44)} ${String(ratioMedian).padStart(7)} × ${beside} (${ratioMin} – ${ratioMax}), ${verdictOn(ratioMedian, goal)}`,
  );
  const file = process.env['SYMPHONY_BENCH_RESULTS'];
  if (file) appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/**
 * Measures each subject in each round. The order changes from round to round, so that no subject always runs on a warmer
 * or a busier machine.
 *
 * @template {string} N
 * @param {Readonly<Record<N, () => Promise<number>>>} subjects
 * @param {number} rounds
 * @returns {Promise<Record<N, number[]>>}
 */
export async function interleave(subjects, rounds) {
  const names = /** @type {N[]} */ (Object.keys(subjects));
  /** @type {() => number[]} */
  const noCosts = () => [];
  const costs = /** @type {Record<N, number[]>} */ (Object.fromEntries(names.map((name) => [name, noCosts()])));
  for (let round = 0; round < rounds; round += 1) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) costs[name].push(await subjects[name]());
  }
  return costs;
}

/**
 * The ratio of `of` to `base` in each round.
 *
 * @param {readonly number[]} of
 * @param {readonly number[]} base
 */
export const ratiosOf = (of, base) => of.map((cost, round) => cost / (base[round] ?? Number.NaN));
