import { setTimeout as delay } from 'node:timers/promises';
import { isSymphonyError, toError } from '@symphony-ts/contract';
import type { Goal, Outcome, Setting } from './scenario.js';

/** The results of the calls of one kind. */
export interface Tally {
  answered: number;
  /** The number of failures for each code or message. */
  readonly failures: Map<string, number>;
  /** The longest time without an answer, in milliseconds. */
  longestGapMs: number;
}

/** Calls of one kind that run all the time. */
export interface Kind {
  readonly call: (count: number) => Promise<unknown>;
  /** Number of callers. Each of them pauses for up to `pauseMs` between two calls. */
  readonly callers: number;
  readonly pauseMs: number;
}

/** Running calls of several kinds. */
export interface Lanes<Name extends string> {
  /** The longest time without an answer to calls of one kind since `resetGaps`, in milliseconds. */
  gapMs(name: Name): number;
  resetGaps(): void;
  /** The number of answered calls of one kind so far. */
  answered(name: Name): number;
  stop(): Promise<Readonly<Record<Name, Tally>>>;
}

/** Runs calls of several kinds until `stop` is called. It resolves with the results of each kind. */
export function startLanes<Name extends string>(kinds: Readonly<Record<Name, Kind>>): Lanes<Name> {
  const ending = new AbortController();
  const names = Object.keys(kinds) as Name[];
  const tallies = Object.fromEntries(
    names.map((name) => [name, { answered: 0, failures: new Map(), longestGapMs: 0 }]),
  ) as unknown as Record<Name, Tally>; // The table has an entry for each name.
  const work = async (name: Name): Promise<void> => {
    const { call, pauseMs, callers } = kinds[name];
    const tally = tallies[name];
    let count = 0;
    let lastAt = performance.now();
    const lane = async (): Promise<void> => {
      while (!ending.signal.aborted) {
        count += 1;
        try {
          await call(count);
          tally.answered += 1;
          tally.longestGapMs = Math.max(tally.longestGapMs, performance.now() - lastAt);
          lastAt = performance.now();
        } catch (error) {
          const what = isSymphonyError(error) ? error.code : toError(error).message;
          tally.failures.set(what, (tally.failures.get(what) ?? 0) + 1);
        }
        await delay(Math.random() * pauseMs);
      }
    };
    await Promise.all(Array.from({ length: callers }, lane));
  };
  const working = Promise.all(names.map(work));
  return {
    gapMs: (name) => tallies[name].longestGapMs,
    resetGaps: () => {
      for (const name of names) tallies[name].longestGapMs = 0;
    },
    answered: (name) => tallies[name].answered,
    stop: async () => {
      ending.abort();
      await working;
      return tallies;
    },
  };
}

const SETTLE_MS = 2_000;

/** Runs calls of each kind before, during and after `change`. */
export async function underLanes<Name extends string>(
  kinds: Readonly<Record<Name, Kind>>,
  change: () => Promise<void>,
  { log }: Pick<Setting, 'log'>,
): Promise<Readonly<Record<Name, Tally>>> {
  const lanes = startLanes(kinds);
  await delay(SETTLE_MS);
  await change();
  await delay(SETTLE_MS);
  const tallies = await lanes.stop();
  for (const [name, { longestGapMs }] of Object.entries<Tally>(tallies)) {
    log(`${name}: the longest time without an answer was ${Math.round(longestGapMs)} ms`);
  }
  return tallies;
}

/** The goal for calls of which none may fail. */
export function outcomeOf(tallies: Readonly<Record<string, Tally>>): Outcome {
  const all = Object.values(tallies);
  const goals = Object.entries(tallies).map(
    ([name, tally]): Goal => ({
      goal: `${name} that failed: 0`,
      measured: `${formatFailures(tally)} of ${failedOf(tally) + tally.answered}`,
      isMet: failedOf(tally) === 0,
    }),
  );
  return {
    acknowledged: all.reduce((sum, { answered }) => sum + answered, 0),
    lost: all.reduce((sum, tally) => sum + failedOf(tally), 0),
    goals,
  };
}

/** The number of failed calls. */
export const failedOf = ({ failures }: Tally): number => [...failures.values()].reduce((sum, count) => sum + count, 0);

/** `3: TIMEOUT × 2, DISCONNECTED × 1`. */
export const formatFailures = (tally: Tally): string =>
  [failedOf(tally), [...tally.failures].map(([what, count]) => `${what} × ${count}`).join(', ')]
    .filter((part) => part !== '')
    .join(': ');
