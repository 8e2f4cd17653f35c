import { parseArgs } from 'node:util';
import { toError } from '@symphony-ts/contract';
import { findNatsServer } from '@symphony-ts/nats-server';
import { keepResults, type Result } from '../results.js';
import type { Goal, Outcome, Scenario } from '../scenario.js';
import { randomOf } from '../seed.js';
import { scenarios } from './scenarios.js';

const ATTEMPTS = 3;
/** Far from the seeds of the rounds of `--minutes`. */
const ANOTHER_SEED = 1_000_003;

/** `npm run faults [-- NAME…] [--seed N] [--minutes M] [--times N] [--long] [--keep]`. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Repeats a run with the same random numbers. */
    seed: { type: 'string' },
    /** Repeats the scenarios for this many minutes, each time with the next seed. */
    minutes: { type: 'string' },
    /** Makes each scenario this many times as long. */
    times: { type: 'string' },
    /** Makes each scenario ten times as long. */
    long: { type: 'boolean', default: false },
    /** Writes the results into `docs/reliability.md`. */
    keep: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !scenarios.some((scenario) => scenario.name === name));
if (unknown.length > 0)
  fail(`no scenario ${unknown.join(', ')}; there are: ${scenarios.map(({ name }) => name).join(', ')}`);
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
if (!Number.isInteger(seed)) fail(`--seed ${values.seed} is not a whole number`);
const minutes = Number(values.minutes ?? 0);
if (!(minutes >= 0)) fail(`--minutes ${values.minutes} is not a number of minutes`);
const scale = Number(values.times ?? (values.long ? 10 : 1));
if (!(scale >= 1)) fail(`--times ${values.times} is not a number from 1 on`);
// The scenarios with a platform also run on the oldest server.
process.env['SYMPHONY_ALLOW_VULNERABLE_SERVER'] = '1';
const { version: server } = await findNatsServer();

const chosen = scenarios.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const results: Result[] = [];
const end = performance.now() + minutes * 60_000;
let round = seed;
do {
  for (const scenario of chosen) results.push(await runSteadily(scenario, round));
  round += 1;
} while (performance.now() < end);
// Keeps the results of the last round.
if (values.keep) keepResults(results.slice(-chosen.length));
process.exit(results.every(isMet) ? 0 : 1);

/**
 * Runs a scenario again, with a note, if it missed a goal that a busy machine can miss. Each attempt has a seed of its own, so
 * that it does not meet the same moment again. A strict goal that is missed counts at once.
 */
async function runSteadily(scenario: Scenario, seed: number): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await runWhole(scenario, seed + (attempt - 1) * ANOTHER_SEED);
    if (isMet(result) || isWrong(result) || attempt === ATTEMPTS) return result;
    console.log(`UNSTEADY: ${scenario.name} once more`);
  }
}

function isWrong({ goals }: Outcome): boolean {
  return goals.some(({ isMet, isStrict = false }) => isStrict && !isMet);
}

/** Runs a scenario. One that throws has missed its goals, and the other scenarios still run. */
async function runWhole(scenario: Scenario, seed: number): Promise<Result> {
  try {
    return await runOne(scenario, seed);
  } catch (error) {
    console.error(error);
    const goal: Goal = { goal: 'ends', measured: toError(error).message, isMet: false };
    return { scenario: scenario.name, what: scenario.what, server, seed, goals: [goal] };
  }
}

function isMet({ goals }: Outcome): boolean {
  return goals.every((goal) => goal.isMet);
}

async function runOne(scenario: Scenario, seed: number): Promise<Result> {
  const began = performance.now();
  const log = (text: string): void => console.log(`  [${((performance.now() - began) / 1_000).toFixed(1)}] ${text}`);
  console.log(`${scenario.name} on nats-server ${server}, --seed ${seed}`);
  const outcome = await scenario.run({ random: randomOf(seed), seed, scale, log });
  for (const { goal, measured, isMet } of outcome.goals) log(`${isMet ? 'met   ' : 'NOT MET'} ${goal}: ${measured}`);
  return { scenario: scenario.name, what: scenario.what, server, seed, ...outcome };
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
