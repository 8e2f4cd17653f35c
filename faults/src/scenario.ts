import type { Random } from './seed.js';

/** The input of a scenario. */
export interface Setting {
  readonly random: Random;
  readonly seed: number;
  /** How many times as long as the short form; 1 for the short form. */
  readonly scale: number;
  readonly log: (text: string) => void;
}

/** A goal of a scenario, and whether it was met. */
export interface Goal {
  readonly goal: string;
  readonly measured: string;
  readonly isMet: boolean;
  /** True for what a busy machine does not excuse: a run that misses it counts, and is not repeated. */
  readonly isStrict?: boolean;
}

/** The result of a scenario. `undefined` stands for a value that it does not measure. */
export interface Outcome {
  readonly acknowledged?: number;
  readonly lost?: number;
  readonly doubled?: number;
  readonly noticedMs?: number;
  readonly recoveredMs?: number;
  readonly goals: readonly Goal[];
}

/** One kind of failure, with real processes. */
export interface Scenario {
  readonly name: string;
  /** A description of the failure and of the work during it. */
  readonly what: string;
  run(setting: Setting): Promise<Outcome>;
}

/** A goal that no machine excuses: nothing that was acknowledged is lost, and nothing is done twice. */
export const none = (goal: string, measured: number): Goal => ({ ...atMost(goal, measured, 0), isStrict: true });

/** A goal with an upper limit. */
export const atMost = (goal: string, measured: number, limit: number, unit = ''): Goal => ({
  goal,
  measured: `${Math.round(measured)}${unit}`,
  isMet: measured <= limit,
});
